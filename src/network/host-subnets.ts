import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { hasErrorCode } from '../host/errors.ts';
import { type Subnet4, sizeOf, toNumber } from '../host/ipv4.ts';
import type { TakenSubnet } from './types.ts';

/**
 * Subnets that this host (its network namespace) uses already: those it routes, which are networks of others or what a dead
 * environment left, and the addresses of itself and of its routers. Wider routes do not count; ours would win over them.
 */
export async function hostSubnets(): Promise<readonly TakenSubnet[]> {
  return [...(await routedSubnets()), ...ownAddresses()];
}

async function routedSubnets(): Promise<readonly TakenSubnet[]> {
  try {
    return parseRoutes(await readFile('/proc/net/route', 'utf8'));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function ownAddresses(): readonly TakenSubnet[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => single(toNumber(address), `the host: an address of ${name}`)),
  );
}

/** Reads the text of `/proc/net/route`, whose addresses are hex numbers with the first octet last. */
export function parseRoutes(text: string): readonly TakenSubnet[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line): readonly TakenSubnet[] => {
      const [device, destination, gateway, , , , , mask] = line.split(/\s+/);
      const [base, router, netmask] = [destination, gateway, mask].map(fromHex);
      if (base === undefined || router === undefined || netmask === undefined) return [];
      const routers = router === 0 ? [] : [single(router, `the host: its router on ${device}`)];
      const subnet: Subnet4 = { base, length: 32 - Math.log2(2 ** 32 - netmask) };
      if (netmask === 0 || !Number.isInteger(subnet.length) || base % sizeOf(subnet) !== 0) return routers;
      return [...routers, { subnet, owner: `the host: a route over ${device}`, isRoute: true }];
    });
}

function single(address: number, owner: string): TakenSubnet {
  return { subnet: { base: address, length: 32 }, owner };
}

function fromHex(hex: string | undefined): number | undefined {
  if (hex === undefined || !/^[0-9A-F]{8}$/i.test(hex)) return undefined;
  return Buffer.from(hex, 'hex').readUInt32LE();
}
