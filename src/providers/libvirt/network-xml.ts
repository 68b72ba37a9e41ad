import { contains, netmaskOf, parseSubnet, toNumber } from '../../host/ipv4.ts';
import type { AddressRange, EnvironmentPlan, NetPlan } from '../plan.ts';
import { element, environmentMetadata, renderXml, type XmlNode } from './xml.ts';

/** IPv6 prefix of networks in plans that do not say theirs; the third octet of the subnet follows as decimal text. */
const LAGO_IPV6_PREFIX = 'fd8f:1391:3a82';
/** Least MTU of a link with IPv6, in bytes, for plans that do not say whether a network has it. */
const IPV6_MIN_MTU = 1280;

/** Libvirt's definition of a network. Transient: it is created, never defined. */
export function networkXml(net: NetPlan, plan: EnvironmentPlan): string {
  const head = [element('name', {}, net.libvirtName), element('uuid', {}, net.uuid), environmentMetadata(plan)];
  const body = net.type === 'bridge' ? bridgeBody(net) : natBody(net, plan);
  return renderXml(element('network', {}, head, body));
}

function bridgeBody(net: NetPlan): readonly XmlNode[] {
  return [element('forward', { mode: 'bridge' }), element('bridge', { name: net.bridge })];
}

/** Without `forward` a network is isolated. STP is off, contrary to Lago: it would drop what guests send in the first seconds, and there is no loop to break. */
function natBody(net: NetPlan, plan: EnvironmentPlan): readonly (XmlNode | undefined)[] {
  const nat = element('nat', {}, element('port', { start: 1024, end: 65_535 }));
  return [
    net.isolated === true ? undefined : element('forward', { mode: 'nat' }, nat),
    element('bridge', { name: net.bridge, stp: 'off', delay: 0 }),
    net.mtu === undefined ? undefined : element('mtu', { size: net.mtu }),
    net.management && net.dnsDomainName !== undefined
      ? element('domain', { name: net.dnsDomainName, localOnly: 'yes' })
      : undefined,
    net.management ? dns(net, plan) : element('dns', { enable: 'no' }),
    ipv4(net),
    ipv6Part(net, plan),
  ];
}

function ipv4(net: NetPlan): XmlNode {
  const hosts = net.reservations.map(({ mac, ip, name }) => element('host', { mac, ip, name }));
  const ranges = dhcpRanges(net)?.map((range) => element('range', { ...range }));
  const dhcp = ranges && element('dhcp', {}, ranges, hosts);
  const subnet = parseSubnet(net.subnet ?? '') ?? { length: 24 };
  return element('ip', { address: net.gw, netmask: netmaskOf(subnet) }, dhcp);
}

/** What strangers may get; old plans do not tell it from the range that the init file says. */
function dhcpRanges({ dhcp, dhcpRanges: ranges }: NetPlan): readonly AddressRange[] | undefined {
  return dhcp && (ranges ?? [dhcp]);
}

function ipv6Part(net: NetPlan, plan: EnvironmentPlan): XmlNode | undefined {
  const prefix = ipv6Prefix(net, plan);
  if (prefix === undefined) return undefined;
  const hosts = net.reservations.map(({ mac, ip, name }) =>
    element('host', { id: `0:3:0:1:${mac}`, ip: `${prefix}::${ip}`, name }),
  );
  const ranges = dhcpRanges(net)?.map(({ start, end }) =>
    element('range', { start: `${prefix}::${start}`, end: `${prefix}::${end}` }),
  );
  const dhcp = ranges && element('dhcp', {}, ranges, hosts);
  return element('ip', { family: 'ipv6', address: `${prefix}::1`, prefix: 64 }, dhcp);
}

function dns(net: NetPlan, plan: EnvironmentPlan): XmlNode {
  const hosts = [...dnsHosts(net, plan)].map(([ip, names]) => dnsHost(ip, names));
  return element('dns', { forwardPlainNames: 'no' }, hosts);
}

/** One entry of a network's DNS. */
export function dnsHost(ip: string, names: readonly string[]): XmlNode {
  const hostnames = names.map((name) => element('hostname', {}, name));
  return element('host', { ip }, hostnames);
}

/** Every address with its names, and its IPv6 twin where it lies in a subnet of the environment that has IPv6. */
export function dnsHosts(net: NetPlan, plan: EnvironmentPlan): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [name, ip] of Object.entries(net.dnsRecords ?? {})) names.set(ip, [...(names.get(ip) ?? []), name]);
  const twins = [...plan.nets.values()].map((other) => ({
    subnet: parseSubnet(other.subnet ?? ''),
    prefix: ipv6Prefix(other, plan),
  }));
  const prefixOf = (ip: string) => twins.find(({ subnet }) => subnet && contains(subnet, toNumber(ip)))?.prefix;
  const entries = [...names].flatMap(([ip, unsorted]): (readonly [string, readonly string[]])[] => {
    const sorted = unsorted.toSorted();
    const prefix = prefixOf(ip);
    return [[ip, sorted], ...(prefix === undefined ? [] : [[`${prefix}::${ip}`, sorted] as const])];
  });
  return new Map(entries);
}

/** First four groups of a network's IPv6 addresses; undefined when it has none. */
function ipv6Prefix({ ipv6, mtu, gw }: NetPlan, { host }: EnvironmentPlan): string | undefined {
  if (ipv6 === false || host.ipv6 === false || gw === undefined) return undefined;
  if (ipv6 !== undefined) return ipv6;
  return mtu === undefined || mtu >= IPV6_MIN_MTU ? `${LAGO_IPV6_PREFIX}:${gw.split('.')[2]}` : undefined;
}
