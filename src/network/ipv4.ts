/** The four numbers of a dotted IPv4 address that the parser let pass. */
export function octetsOf(ip: string): readonly number[] {
  return ip.split('.').map(Number);
}

/** Last number of a dotted IPv4 address: the host in a /24. */
export function hostOctet(ip: string): number {
  return octetsOf(ip).at(-1) ?? 0;
}

/** Whether a last octet belongs to a host of a /24: neither the network's own address nor the broadcast address. */
export function isHostOctet(octet: number): boolean {
  return octet >= 1 && octet <= 254;
}

/** Address of a host in the leasable 192.168.<subnet>.0/24. */
export function hostAddress(subnet: number, host: number): string {
  return `192.168.${subnet}.${host}`;
}
