import type { DomainSpec, KeyPath, NetSpec, NicSpec, PlanProblem, ReportProblem } from '../initfile/types.ts';
import { HostNumbers } from './host-numbers.ts';
import type { Subnet } from './subnets.ts';

/** The address of one NIC. */
export interface NicAddress {
  readonly domain: string;
  /** Position of the NIC in its domain. */
  readonly index: number;
  readonly net: string;
  readonly ip: string;
}

interface Place {
  readonly domain: string;
  readonly index: number;
  readonly nic: NicSpec;
  readonly path: KeyPath;
}

/**
 * Gives every NIC on a NAT network its address, static ones first: of those only the host part counts. On bridge networks
 * NICs have the addresses that the file says and no others. Returned in the order of recording, which numbers the names of
 * {@link nicNames}. NICs whose address is wrong are reported and left out.
 */
export function assignAddresses(
  domains: ReadonlyMap<string, DomainSpec>,
  nets: ReadonlyMap<string, NetSpec>,
  subnets: ReadonlyMap<string, Subnet>,
  report: ReportProblem,
): readonly NicAddress[] {
  const nat = [...nets.values()].filter(({ type }) => type === 'nat');
  const numbers = new Map(nat.map((net) => [net.name, new HostNumbers(net, subnets.get(net.name))]));
  const bridged = new Map<string, string>();
  const places = [...domains.values()].flatMap(placesOf);
  const full = new Set<string>();
  const takeStatic = (place: Place): string | undefined => {
    if (nets.get(place.nic.net)?.type === 'bridge') return onBridge(place, bridged, report);
    const taken = numbers.get(place.nic.net)?.takeStatic(place.nic.ip ?? '', nicOf(place));
    if (typeof taken !== 'object') return taken;
    report(refused(place, taken.code, taken.why));
    return undefined;
  };
  const takeNext = ({ nic: { net }, path }: Place): string | undefined => {
    const pool = numbers.get(net);
    const taken = pool?.takeNext();
    if (pool === undefined || taken !== 'full') return taken;
    if (!full.has(net)) report(noneLeft(pool, path));
    full.add(net);
    return undefined;
  };
  const record = (place: Place, ip: string | undefined): NicAddress[] =>
    ip === undefined ? [] : [{ domain: place.domain, index: place.index, net: place.nic.net, ip }];
  const fixed = places.filter(({ nic }) => nic.ip !== undefined);
  const others = places.filter(({ nic }) => nic.ip === undefined);
  return [
    ...fixed.flatMap((place) => record(place, takeStatic(place))),
    ...others.flatMap((place) => record(place, takeNext(place))),
  ];
}

/** An address on a bridge is the guest's own affair: what the file says is only what the guest is reached by. */
function onBridge(place: Place, taken: Map<string, string>, report: ReportProblem): string | undefined {
  const { nic, path } = place;
  const ip = nic.ip ?? '';
  const key = `${nic.net} ${ip}`;
  const holder = taken.get(key);
  if (holder !== undefined) {
    report(refused(place, 'DUPLICATE_STATIC_IP', `it is that of ${holder} already`));
    return undefined;
  }
  taken.set(key, nicOf(place));
  report({
    severity: 'warning',
    code: 'STATIC_IP_UNMANAGED',
    path: [...path, 'ip'],
    message: `${ip} on bridge network ${nic.net} is not managed: the guest has to set it itself`,
  });
  return ip;
}

function refused({ nic, path }: Place, code: string, why: string): PlanProblem {
  const message = `\`${nic.ip ?? ''}\` cannot be an address on network ${nic.net}: ${why}`;
  return { severity: 'error', code, path: [...path, 'ip'], message, hint: 'leave `ip` out to get a free one' };
}

function noneLeft({ net, room, size }: HostNumbers, path: KeyPath): PlanProblem {
  const message = `network ${net} has no address left: a ${size} has room for ${room} NICs`;
  return { severity: 'error', code: 'NET_FULL', path, message, hint: 'spread the NICs over several networks' };
}

function nicOf({ domain, index }: Place): string {
  return `NIC ${index} of VM ${domain}`;
}

function placesOf(domain: DomainSpec): Place[] {
  return domain.nics.map((nic, index) => ({
    domain: domain.name,
    index,
    nic,
    path: ['domains', domain.name, 'nics', index],
  }));
}
