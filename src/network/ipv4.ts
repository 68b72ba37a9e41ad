/** The four numbers of a dotted IPv4 address; undefined for any other text. */
export function parseIpv4(text: string): readonly [number, number, number, number] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  const [a, b, c, d] = match.slice(1).map(Number);
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  return [a, b, c, d].every((octet) => octet <= 255) ? [a, b, c, d] : undefined;
}

/** Whether a last octet belongs to a host of a /24: neither the network's own address nor the broadcast address. */
export function isHostOctet(octet: number): boolean {
  return Number.isInteger(octet) && octet >= 1 && octet <= 254;
}

/** Address of a host in the leasable 192.168.<subnet>.0/24. */
export function hostAddress(subnet: number, host: number): string {
  return `192.168.${subnet}.${host}`;
}
