import type { DomainSpec, NetSpec, NicSpec, ReportProblem } from '../initfile/types.ts';
import type { NicPlan } from '../providers/plan.ts';
import type { NicAddress } from './addresses.ts';
import { macOfIp, macOfPlace } from './mac.ts';
import { libvirtNetName } from './names.ts';

/** MTU that networks have unless told otherwise, in bytes; it is not written down. */
const DEFAULT_MTU = 1500;

/** The NICs of all domains, by domain, with their addresses. No MAC address is there twice: two equal ones are reported. */
export function planNics(
  uuid: string,
  domains: ReadonlyMap<string, DomainSpec>,
  nets: ReadonlyMap<string, NetSpec>,
  addresses: readonly NicAddress[],
  report: ReportProblem,
): ReadonlyMap<string, readonly NicPlan[]> {
  const ips = new Map(addresses.map(({ domain, index, ip }) => [placeKey(domain, index), ip]));
  const macs = chosenMacs(domains, report);
  const plan = (domain: DomainSpec): NicPlan[] =>
    domain.nics.map((nic, index) => {
      const ip = ips.get(placeKey(domain.name, index));
      const mtu = effectiveMtu(nets.get(nic.net)?.mtu, nic.mtu);
      if (nic.mtu !== undefined && nic.mtu !== (mtu ?? DEFAULT_MTU)) reportMtu(domain.name, index, nic, mtu, report);
      return {
        index,
        net: nic.net,
        libvirtNet: libvirtNetName(uuid, nic.net),
        ...(ip === undefined ? {} : { ip }),
        ...(ip !== undefined && nic.ip !== undefined ? { fixed: true } : {}),
        mac: nic.mac ?? freshMac(uuid, domain.name, index, ip, macs),
        ...(mtu === undefined ? {} : { mtu }),
        ...(nic.model === undefined || nic.model === 'virtio' ? {} : { model: nic.model }),
      };
    });
  return new Map([...domains.values()].map((domain) => [domain.name, plan(domain)]));
}

function reportMtu(vm: string, index: number, { net }: NicSpec, mtu: number | undefined, report: ReportProblem): void {
  const message = `\`mtu\` has no effect: network ${net} has ${mtu ?? DEFAULT_MTU}`;
  report({ severity: 'warning', code: 'IGNORED_KEY', path: ['domains', vm, 'nics', index, 'mtu'], message });
}

/** MAC addresses that the file gives, which no others may equal. */
function chosenMacs(domains: ReadonlyMap<string, DomainSpec>, report: ReportProblem): Set<string> {
  const owners = new Map<string, string>();
  for (const { name, nics } of domains.values()) {
    for (const [index, { mac }] of nics.entries()) {
      if (mac === undefined) continue;
      const owner = owners.get(mac);
      owners.set(mac, owner ?? `NIC ${index} of VM ${name}`);
      if (owner === undefined) continue;
      const path = ['domains', name, 'nics', index, 'mac'];
      const message = `the MAC address ${mac} is that of ${owner} already`;
      report({ severity: 'error', code: 'DUPLICATE_MAC', path, message });
    }
  }
  return new Set(owners.keys());
}

function placeKey(domain: string, index: number): string {
  return `${index}/${domain}`;
}

/** As in Lago, the network's MTU wins over the NIC's. */
function effectiveMtu(ofNet: number | undefined, ofNic: number | undefined): number | undefined {
  return [ofNet, ofNic].find((mtu) => mtu !== undefined && mtu !== DEFAULT_MTU);
}

/** The MAC of the IPv4 address if nobody has it, as in Lago; else one that looks random, but is always the same. */
function freshMac(uuid: string, domain: string, index: number, ip: string | undefined, used: Set<string>): string {
  let attempt = 0;
  let mac = ip === undefined ? macOfPlace(uuid, domain, index) : macOfIp(ip);
  while (used.has(mac)) mac = macOfPlace(uuid, domain, index, ++attempt);
  used.add(mac);
  return mac;
}
