import { UserError } from '../host/errors.ts';
import {
  formatSubnet,
  isPrivate,
  overlap,
  parseSubnet,
  type Subnet4,
  sizeOf,
  toAddress,
  toNumber,
} from '../host/ipv4.ts';
import type { PoolRange, SubnetPool, TakenSubnet } from './types.ts';

/** Lago's pool: 192.168.200.0/24 to 192.168.255.0/24. */
export const DEFAULT_POOL: readonly PoolRange[] = [
  { first: toNumber('192.168.200.0'), last: toNumber('192.168.255.255') },
];

/** Prefix length of the subnets of networks that do not ask for one. */
export const AUTOMATIC_LENGTH = 24;

const POOL_HINT =
  'Write subnets or ranges of private addresses, such as 10.20.0.0/16 or 192.168.200.0-192.168.255.255.';

/**
 * Reads a pool: subnets (`10.20.0.0/16`) and ranges (`192.168.200.0-192.168.255.255`) of private addresses, which are used
 * in this order.
 *
 * @throws {UserError} `SUBNET_POOL_INVALID`
 */
export function parsePool(texts: readonly string[]): readonly PoolRange[] {
  const ranges = texts.map((text) => text.trim()).map((text) => ({ text, range: parseRange(text) }));
  return ranges.map(({ text, range }) => {
    if (range !== undefined && range.first <= range.last && isPrivate(range.first, range.last)) return range;
    throw new UserError('SUBNET_POOL_INVALID', `the subnet pool "${text}" is not a range of private addresses`, {
      hint: POOL_HINT,
    });
  });
}

function parseRange(text: string): PoolRange | undefined {
  const [, first, last] = /^([\d.]+)\s*-\s*([\d.]+)$/.exec(text) ?? [];
  if (first === undefined || last === undefined) {
    const subnet = parseSubnet(text);
    return subnet && { first: subnet.base, last: subnet.base + sizeOf(subnet) - 1 };
  }
  const ends = [first, last].map((ip) => parseSubnet(`${ip}/32`)?.base);
  const [from, to] = ends;
  return from === undefined || to === undefined ? undefined : { first: from, last: to };
}

/** Whether all of a subnet lies in one range of the pool. */
export function isInPool({ ranges }: Pick<SubnetPool, 'ranges'>, subnet: Subnet4): boolean {
  return ranges.some(({ first, last }) => subnet.base >= first && subnet.base + sizeOf(subnet) - 1 <= last);
}

/** Who has a subnet or something in it; undefined when it is free. */
export function takerOf({ taken }: Pick<SubnetPool, 'taken'>, subnet: Subnet4): TakenSubnet | undefined {
  return taken.find(
    (one) => overlap(one.subnet, subnet) && !(one.isRoute === true && one.subnet.length < subnet.length),
  );
}

/** The /24 subnets of the pool, in its order. */
export function* automaticSubnets({ ranges }: Pick<SubnetPool, 'ranges'>): Generator<Subnet4> {
  const size = sizeOf({ length: AUTOMATIC_LENGTH });
  for (const { first, last } of ranges) {
    for (let base = Math.ceil(first / size) * size; base + size - 1 <= last; base += size) {
      yield { base, length: AUTOMATIC_LENGTH };
    }
  }
}

/** How many /24 subnets the pool has, and how many of them are free. */
export function countSubnets(pool: SubnetPool): { readonly all: number; readonly free: number } {
  let [all, free] = [0, 0];
  for (const subnet of automaticSubnets(pool)) {
    all++;
    if (takerOf(pool, subnet) === undefined) free++;
  }
  return { all, free };
}

/** The pool, for people. */
export function poolText({ ranges }: Pick<SubnetPool, 'ranges'>): string {
  return ranges.map(rangeText).join(', ');
}

function rangeText({ first, last }: PoolRange): string {
  const length = 32 - Math.log2(last - first + 1);
  const whole = Number.isInteger(length) ? parseSubnet(`${toAddress(first)}/${length}`) : undefined;
  if (whole) return formatSubnet(whole);
  const isWhole24 = first % 256 === 0 && last % 256 === 255;
  if (!isWhole24) return `${toAddress(first)} to ${toAddress(last)}`;
  return `${toAddress(first)}/24 to ${toAddress(last - 255)}/24`;
}
