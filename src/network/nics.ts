import type { DomainSpec, NetSpec } from '../initfile/types.ts';
import type { NicPlan } from '../providers/plan.ts';
import type { NicAddress } from './addresses.ts';
import { macOfIp, macOfPlace } from './mac.ts';
import { libvirtNetName } from './names.ts';

/** MTU that networks have unless told otherwise, in bytes; it is not written down. */
const DEFAULT_MTU = 1500;

/** The NICs of all domains, by domain, with their addresses. */
export function planNics(
  uuid: string,
  domains: ReadonlyMap<string, DomainSpec>,
  nets: ReadonlyMap<string, NetSpec>,
  addresses: readonly NicAddress[],
): ReadonlyMap<string, readonly NicPlan[]> {
  const ips = new Map(addresses.map(({ domain, index, ip }) => [placeKey(domain, index), ip]));
  const macs = new Set<string>();
  const plan = (domain: DomainSpec): NicPlan[] =>
    domain.nics.map((nic, index) => {
      const ip = ips.get(placeKey(domain.name, index));
      const mtu = effectiveMtu(nets.get(nic.net)?.mtu, nic.mtu);
      return {
        index,
        net: nic.net,
        libvirtNet: libvirtNetName(uuid, nic.net),
        ...(ip === undefined ? {} : { ip }),
        ...(ip !== undefined && nic.ip !== undefined ? { fixed: true } : {}),
        mac: ip === undefined ? freshMac(uuid, domain.name, index, macs) : macOfIp(ip),
        ...(mtu === undefined ? {} : { mtu }),
      };
    });
  return new Map([...domains.values()].map((domain) => [domain.name, plan(domain)]));
}

function placeKey(domain: string, index: number): string {
  return `${index}/${domain}`;
}

/** As in Lago, the network's MTU wins over the NIC's. */
function effectiveMtu(ofNet: number | undefined, ofNic: number | undefined): number | undefined {
  return [ofNet, ofNic].find((mtu) => mtu !== undefined && mtu !== DEFAULT_MTU);
}

function freshMac(uuid: string, domain: string, index: number, used: Set<string>): string {
  let attempt = 0;
  let mac = macOfPlace(uuid, domain, index);
  while (used.has(mac)) mac = macOfPlace(uuid, domain, index, ++attempt);
  used.add(mac);
  return mac;
}
