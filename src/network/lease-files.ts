import { formatSubnet, parseSubnet, type Subnet4, toNumber } from '../host/ipv4.ts';

const LAGO_NETWORK = toNumber('192.168.0.0');
const FIRST_OCTET = 200;

/**
 * Name of the file of a lease. Lago's own subnets have the names it gives them, `200.lease` to `255.lease`; it knows no
 * others, which are called `10.20.0.0_16.lease`.
 */
export function leaseFileName(subnet: Subnet4): string {
  const octet = (subnet.base - LAGO_NETWORK) / 256;
  const isLagos = subnet.length === 24 && octet >= FIRST_OCTET && octet <= 255;
  return `${isLagos ? octet : formatSubnet(subnet).replace('/', '_')}.lease`;
}

/** The subnet that a file of the lease directory is about; undefined for other files. */
export function subnetOfLeaseFile(name: string): Subnet4 | undefined {
  const [, octet, address, length] = /^(?:(\d{1,3})|([\d.]+)_(\d{1,2}))\.lease$/.exec(name) ?? [];
  const subnet = parseSubnet(octet === undefined ? `${address}/${length}` : `192.168.${octet}.0/24`);
  return subnet && leaseFileName(subnet) === name ? subnet : undefined;
}
