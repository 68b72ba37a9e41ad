import type { EnvironmentPlan, NetPlan } from '../plan.ts';
import { element, environmentMetadata, renderXml, type XmlNode } from './xml.ts';

/** Unique local IPv6 prefix of all environments; the third octet of the subnet follows as decimal text, as in Lago. */
const IPV6_PREFIX = 'fd8f:1391:3a82';
/** Least MTU of a link with IPv6, in bytes: Linux takes IPv6 away from a bridge below it, and libvirt then fails. */
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

/** STP is off, contrary to Lago: it would drop what guests send in the first seconds, and there is no loop to break. */
function natBody(net: NetPlan, plan: EnvironmentPlan): readonly (XmlNode | undefined)[] {
  const ipv6 = hasIpv6(net, plan);
  return [
    element('forward', { mode: 'nat' }, element('nat', {}, element('port', { start: 1024, end: 65_535 }))),
    element('bridge', { name: net.bridge, stp: 'off', delay: 0 }),
    net.mtu === undefined ? undefined : element('mtu', { size: net.mtu }),
    net.management && net.dnsDomainName !== undefined
      ? element('domain', { name: net.dnsDomainName, localOnly: 'yes' })
      : undefined,
    net.management ? dns(net, plan) : element('dns', { enable: 'no' }),
    ipv4(net),
    ipv6 ? ipv6Part(net) : undefined,
  ];
}

function ipv4(net: NetPlan): XmlNode {
  const hosts = net.reservations.map(({ mac, ip, name }) => element('host', { mac, ip, name }));
  const dhcp = net.dhcp && element('dhcp', {}, element('range', { ...net.dhcp }), hosts);
  return element('ip', { address: net.gw, netmask: '255.255.255.0' }, dhcp);
}

function ipv6Part(net: NetPlan): XmlNode {
  const prefix = `${IPV6_PREFIX}:${thirdOctet(net.gw ?? '')}`;
  const hosts = net.reservations.map(({ mac, ip, name }) =>
    element('host', { id: `0:3:0:1:${mac}`, ip: `${prefix}::${ip}`, name }),
  );
  const range =
    net.dhcp && element('range', { start: `${prefix}::${net.dhcp.start}`, end: `${prefix}::${net.dhcp.end}` });
  const dhcp = range && element('dhcp', {}, range, hosts);
  return element('ip', { family: 'ipv6', address: `${prefix}::1`, prefix: 64 }, dhcp);
}

/** Every address with its names, and its IPv6 twin where it lies in a subnet of the environment that has IPv6. */
function dns(net: NetPlan, plan: EnvironmentPlan): XmlNode {
  const names = new Map<string, string[]>();
  for (const [name, ip] of Object.entries(net.dnsRecords ?? {})) names.set(ip, [...(names.get(ip) ?? []), name]);
  const twins = [...plan.nets.values()].filter((other) => hasIpv6(other, plan));
  const subnets = new Set(twins.flatMap(({ subnet }) => subnet ?? []));
  const host = (ip: string, hostnames: readonly string[]): XmlNode =>
    element(
      'host',
      { ip },
      hostnames.map((name) => element('hostname', {}, name)),
    );
  const hosts = [...names].flatMap(([ip, unsorted]) => {
    const sorted = unsorted.toSorted();
    const own = subnets.has(ip.replace(/\.\d+$/, '.0/24'));
    return [host(ip, sorted), ...(own ? [host(`${IPV6_PREFIX}:${thirdOctet(ip)}::${ip}`, sorted)] : [])];
  });
  return element('dns', { forwardPlainNames: 'no' }, hosts);
}

function hasIpv6({ mtu }: NetPlan, { host }: EnvironmentPlan): boolean {
  return host.ipv6 !== false && (mtu === undefined || mtu >= IPV6_MIN_MTU);
}

function thirdOctet(ip: string): string {
  return ip.split('.')[2] ?? '';
}
