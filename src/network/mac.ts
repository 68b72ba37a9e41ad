import { createHash } from 'node:crypto';
import { octetsOf } from '../host/ipv4.ts';

/** First two octets of every MAC address that Lago makes. */
const PREFIX = '54:52';
/** Lowest first octet of IPv4 addresses that no host has (multicast and above), so that the two kinds of MAC never meet. */
const NO_HOST = 0xe0;

/** MAC address of a NIC with an IPv4 address: `192.168.210.7` gives `54:52:c0:a8:d2:07`. */
export function macOfIp(ip: string): string {
  return withPrefix(octetsOf(ip));
}

/** MAC address of a NIC without an address of ours (bridge networks): looks random, but a plan always gives the same. */
export function macOfPlace(uuid: string, domain: string, index: number, attempt = 0): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([uuid, domain, index, attempt]))
    .digest();
  return withPrefix([hash.readUInt8(0) | NO_HOST, hash.readUInt8(1), hash.readUInt8(2), hash.readUInt8(3)]);
}

function withPrefix(octets: readonly number[]): string {
  return [PREFIX, ...octets.map((octet) => octet.toString(16).padStart(2, '0'))].join(':');
}
