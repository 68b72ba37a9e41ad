import type { HostError } from '../host/errors.ts';
import { formatSubnet, toAddress } from '../host/ipv4.ts';
import { namedUuid } from '../host/named-uuid.ts';
import type { DomainSpec, NetSpec, ReportProblem } from '../initfile/types.ts';
import type { NetPlan, NicPlan } from '../providers/plan.ts';
import { assignAddresses } from './addresses.ts';
import { planDhcp } from './dhcp.ts';
import { planIpv6 } from './ipv6.ts';
import { chooseDomainManagement, chooseManagementNets, DEFAULT_DNS_DOMAIN } from './management.ts';
import { type NicName, nicNames, reportClashes, resolveNames } from './mapping.ts';
import { bridgeName, libvirtNetName } from './names.ts';
import { planNics } from './nics.ts';
import { checkNet, checkUplinks } from './rules.ts';
import { netSpec } from './saved-spec.ts';
import { assignSubnets, type Subnet } from './subnets.ts';
import type { SubnetPool } from './types.ts';

/** What the networks of an environment are planned from. */
export interface NetworkInput {
  /** 32 hex digits of the environment. */
  readonly uuid: string;
  readonly domains: ReadonlyMap<string, DomainSpec>;
  readonly nets: ReadonlyMap<string, NetSpec>;
  readonly subnets: SubnetPool;
  readonly report: ReportProblem;
}

/** Networks and NICs, decided. Incomplete where problems were reported. */
export interface NetworkPlan {
  readonly nets: ReadonlyMap<string, NetPlan>;
  /** NICs of each domain. */
  readonly nics: ReadonlyMap<string, readonly NicPlan[]>;
  /** Name of each domain's management network. */
  readonly managementNets: ReadonlyMap<string, string>;
  /** To be thrown when nothing else is wrong: the pool had too few subnets. */
  readonly exhausted?: HostError;
}

/** Decides everything about the networks of an environment. Mistakes of the init file go to `report`; nothing is thrown. */
export function planNetworks(input: NetworkInput): NetworkPlan {
  const { uuid, domains, nets, report } = input;
  const management = chooseManagementNets(nets);
  for (const net of nets.values()) checkNet(net, management.includes(net.name), [...nets.keys()], report);
  const managementNets = chooseDomainManagement(domains, nets, management, report);
  const { subnets, exhausted } = assignSubnets(nets, input.subnets, report);
  const addresses = assignAddresses(domains, nets, subnets, report);
  const names = nicNames(addresses, managementNets);
  reportClashes(names, report);
  checkUplinks(nets, report);
  const nics = planNics(uuid, domains, nets, addresses, report);
  const shared = {
    uuid,
    management,
    subnets,
    names,
    macs: macsByIp(nics),
    dnsForward: dnsForward(management, subnets),
    ipv6: new Map<string, string>(),
    report,
  };
  return {
    nets: new Map([...nets.values()].map((net) => [net.name, planNet(net, shared)])),
    nics,
    managementNets,
    ...(exhausted ? { exhausted } : {}),
  };
}

interface Shared {
  readonly uuid: string;
  readonly management: readonly string[];
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly names: readonly NicName[];
  readonly macs: ReadonlyMap<string, string>;
  readonly dnsForward: string | undefined;
  /** IPv6 prefix -> the network that has it; filled while networks are planned. */
  readonly ipv6: Map<string, string>;
  readonly report: ReportProblem;
}

function planNet(net: NetSpec, shared: Shared): NetPlan {
  const { uuid, names, macs } = shared;
  const subnet = shared.subnets.get(net.name);
  const management = shared.management.includes(net.name);
  const mapping = resolveNames(names.filter((entry) => entry.net === net.name));
  const plan: Omit<NetPlan, 'spec'> = {
    name: net.name,
    type: net.type,
    libvirtName: libvirtNetName(uuid, net.name),
    bridge: bridgeName(uuid, net.name),
    uuid: namedUuid(uuid, 'net', net.name),
    management,
    ...(subnet && (net.gw !== undefined || net.subnet !== undefined) ? { fixed: true } : {}),
    ...(subnet ? addressing(net, subnet, mapping, shared) : {}),
    ...(net.type === 'nat' && net.isolated === true ? { isolated: true } : {}),
    ...(net.type === 'bridge' && net.uplink ? { uplink: net.uplink } : {}),
    ...(management
      ? {
          dnsDomainName: net.dnsDomainName ?? DEFAULT_DNS_DOMAIN,
          dnsRecords: { ...net.dnsRecords, ...resolveNames(names) },
        }
      : {}),
    ...(!management && subnet && shared.dnsForward !== undefined ? { dnsForward: shared.dnsForward } : {}),
    mapping,
    reservations: net.type === 'nat' ? reservations(mapping, macs) : [],
    ...(net.mtu === undefined ? {} : { mtu: net.mtu }),
  };
  return { ...plan, spec: netSpec(net, plan) };
}

function addressing(
  net: NetSpec,
  subnet: Subnet,
  mapping: NetPlan['mapping'],
  { ipv6, report }: Shared,
): Pick<NetPlan, 'gw' | 'subnet' | 'dhcp' | 'dhcpRanges' | 'ipv6'> {
  return {
    gw: toAddress(subnet.gateway),
    subnet: formatSubnet(subnet.range),
    ...planDhcp(net, subnet, Object.values(mapping), report),
    ipv6: planIpv6(net, subnet.range, ipv6, report),
  };
}

/** Gateway of the last management network that has one: DNS for the networks without their own. */
function dnsForward(management: readonly string[], subnets: ReadonlyMap<string, Subnet>): string | undefined {
  const main = management.map((name) => subnets.get(name)).findLast((subnet) => subnet !== undefined);
  return main && toAddress(main.gateway);
}

/** One reservation per address, under the first of its names in sorted order. */
function reservations(mapping: NetPlan['mapping'], macs: ReadonlyMap<string, string>): NetPlan['reservations'] {
  const byIp = new Map<string, { mac: string; ip: string; name: string }>();
  for (const [name, ip] of Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mac = macs.get(ip);
    if (mac !== undefined && !byIp.has(ip)) byIp.set(ip, { mac, ip, name });
  }
  return [...byIp.values()];
}

function macsByIp(nics: ReadonlyMap<string, readonly NicPlan[]>): ReadonlyMap<string, string> {
  const all = [...nics.values()].flat();
  return new Map(all.flatMap((nic) => (nic.ip === undefined ? [] : [[nic.ip, nic.mac] as const])));
}
