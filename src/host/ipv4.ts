/** A subnet of IPv4; `base` is its own address as a number, `length` that of the prefix. */
export interface Subnet4 {
  readonly base: number;
  readonly length: number;
}

/** A dotted IPv4 address, which the parser let pass, as a number. */
export function toNumber(ip: string): number {
  return octetsOf(ip).reduce((number, octet) => number * 256 + octet, 0);
}

/** The four numbers of a dotted IPv4 address. */
export function octetsOf(ip: string): readonly number[] {
  return ip.split('.').map(Number);
}

/** A number as a dotted IPv4 address. */
export function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** Number of addresses of a subnet, its own and that of broadcasts among them. */
export function sizeOf({ length }: Pick<Subnet4, 'length'>): number {
  return 2 ** (32 - length);
}

/** The subnet of a given prefix length in which an address lies. */
export function subnetOf(address: number, length: number): Subnet4 {
  return { base: address - (address % sizeOf({ length })), length };
}

/** Reads `10.20.0.0/16`; undefined for other text, and where the address is not the first of its subnet. */
export function parseSubnet(text: string): Subnet4 | undefined {
  const [, ip, bits] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
  if (ip === undefined || octetsOf(ip).some((octet) => octet > 255) || Number(bits) > 32) return undefined;
  const subnet = { base: toNumber(ip), length: Number(bits) };
  return subnet.base % sizeOf(subnet) === 0 ? subnet : undefined;
}

/** Writes a subnet as `10.20.0.0/16`. */
export function formatSubnet({ base, length }: Subnet4): string {
  return `${toAddress(base)}/${length}`;
}

/** Its netmask, such as 255.255.255.0. */
export function netmaskOf(subnet: Pick<Subnet4, 'length'>): string {
  return toAddress(2 ** 32 - sizeOf(subnet));
}

/** Whether an address lies in a subnet. */
export function contains(subnet: Subnet4, address: number): boolean {
  return address >= subnet.base && address < subnet.base + sizeOf(subnet);
}

/** Whether two subnets have an address in common: then one lies in the other. */
export function overlap(a: Subnet4, b: Subnet4): boolean {
  return contains(a, b.base) || contains(b, a.base);
}

/** Whether an address is that of a host of a subnet: neither the subnet's own nor that of broadcasts. */
export function isHost(subnet: Subnet4, address: number): boolean {
  return address > subnet.base && address < subnet.base + sizeOf(subnet) - 1;
}

const PRIVATE: readonly Subnet4[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap(
  (text) => parseSubnet(text) ?? [],
);

/** Whether addresses from `first` to `last` are all for private use (RFC 1918). */
export function isPrivate(first: number, last: number): boolean {
  return PRIVATE.some((range) => contains(range, first) && contains(range, last));
}
