import { readFile } from 'node:fs/promises';
import { hasErrorCode } from '../host/errors.ts';
import { LEASE_RANGE } from './leases.ts';

/**
 * Third octets of the leasable 192.168.x.0/24 that this host (its network namespace) routes already: networks of others,
 * or what a dead environment left. Routes wider than a /24 do not count; a /24 of ours would win over them.
 */
export async function hostSubnets(): Promise<ReadonlySet<number>> {
  try {
    return parseRoutes(await readFile('/proc/net/route', 'utf8'));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return new Set();
    throw error;
  }
}

/** Reads the text of `/proc/net/route`, whose addresses are hex numbers with the first octet last. */
export function parseRoutes(text: string): ReadonlySet<number> {
  const octets = new Set<number>();
  for (const line of text.split('\n').slice(1)) {
    const fields = line.split(/\s+/);
    const [fourth, third, second, first] = octetsOf(fields[1]);
    const [, maskThird] = octetsOf(fields[7]);
    const isOurs = first === 192 && second === 168 && fourth !== undefined && maskThird === 255;
    if (isOurs && third !== undefined && third >= LEASE_RANGE.first && third <= LEASE_RANGE.last) octets.add(third);
  }
  return octets;
}

function octetsOf(hex: string | undefined): readonly number[] {
  return hex !== undefined && /^[0-9A-F]{8}$/i.test(hex) ? [...Buffer.from(hex, 'hex')] : [];
}
