import { octetsOf, type Subnet4, toAddress } from '../host/ipv4.ts';
import type { NetSpec, ReportProblem } from '../initfile/types.ts';
import { AUTOMATIC_LENGTH, DEFAULT_POOL } from './pool.ts';

/** Least MTU of a link with IPv6, in bytes: Linux takes IPv6 away from a bridge below it, and libvirt then fails. */
export const IPV6_MIN_MTU = 1280;

/** Unique local prefix of Lago's subnets; the third octet follows as decimal text. */
const LAGO_PREFIX = 'fd8f:1391:3a82';

/** First groups of the prefix of other subnets, whose own address follows. */
const OTHER_PREFIX = 'fd8f:1391';

/**
 * First four groups of the IPv6 addresses of a network with an IPv4 subnet, one prefix for each: as in Lago where the subnet
 * is one of its own.
 */
export function derivedPrefix({ base, length }: Subnet4): string {
  const isLagos = length === AUTOMATIC_LENGTH && DEFAULT_POOL.some(({ first, last }) => base >= first && base <= last);
  const [first = 0, second = 0, third = 0, fourth = 0] = octetsOf(toAddress(base));
  if (isLagos) return `${LAGO_PREFIX}:${third}`;
  const group = (high: number, low: number) => (high * 256 + low).toString(16);
  return `${OTHER_PREFIX}:${group(first, second)}:${group(third, fourth)}`;
}

/**
 * Whether a network has IPv6, and the first four groups of its addresses. By default it has, unless its packets are too
 * small for that.
 */
export function planIpv6(
  { name, ipv6, mtu }: NetSpec,
  range: Subnet4,
  others: Map<string, string>,
  report: ReportProblem,
): string | false {
  const wrong = (code: string, message: string): false => {
    report({ severity: 'error', code, path: ['nets', name, 'ipv6'], message });
    return false;
  };
  if (ipv6 === false) return false;
  if (mtu !== undefined && mtu < IPV6_MIN_MTU) {
    if (ipv6 === undefined) return false;
    return wrong('MTU_TOO_SMALL', `IPv6 needs an \`mtu\` of at least ${IPV6_MIN_MTU}, network ${name} has ${mtu}`);
  }
  const prefix = typeof ipv6 === 'string' ? firstGroups(ipv6) : derivedPrefix(range);
  const other = others.get(prefix);
  if (other !== undefined) {
    return wrong(
      'DUPLICATE_IP_PREFIX',
      `the IPv6 prefix ${prefix}::/64 of network ${name} is that of network ${other}`,
    );
  }
  if (typeof ipv6 === 'string' && !/^(?:f[cd]|[23][0-9a-f]{3}:)/.test(prefix)) {
    return wrong(
      'BAD_IP_PREFIX',
      `the IPv6 prefix ${ipv6} of network ${name} is for neither private nor public addresses`,
    );
  }
  others.set(prefix, name);
  return prefix;
}

/** The first four groups of a prefix of 64 bits, which the parser let pass. */
function firstGroups(text: string): string {
  const [address = ''] = text.toLowerCase().split('/');
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  const all = tail === undefined ? front : [...front, ...zeros, ...back];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
