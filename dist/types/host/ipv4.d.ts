/** A subnet of IPv4; `base` is its own address as a number, `length` that of the prefix. */
export interface Subnet4 {
    readonly base: number;
    readonly length: number;
}
/** A dotted IPv4 address, which the parser let pass, as a number. */
export declare function toNumber(ip: string): number;
/** The four numbers of a dotted IPv4 address. */
export declare function octetsOf(ip: string): readonly number[];
/** A number as a dotted IPv4 address. */
export declare function toAddress(number: number): string;
/** Number of addresses of a subnet, its own and that of broadcasts among them. */
export declare function sizeOf({ length }: Pick<Subnet4, 'length'>): number;
/** The subnet of a given prefix length in which an address lies. */
export declare function subnetOf(address: number, length: number): Subnet4;
/** Reads `10.20.0.0/16`; undefined for other text, and where the address is not the first of its subnet. */
export declare function parseSubnet(text: string): Subnet4 | undefined;
/** Writes a subnet as `10.20.0.0/16`. */
export declare function formatSubnet({ base, length }: Subnet4): string;
/** Its netmask, such as 255.255.255.0. */
export declare function netmaskOf(subnet: Pick<Subnet4, 'length'>): string;
/** Whether an address lies in a subnet. */
export declare function contains(subnet: Subnet4, address: number): boolean;
/** Whether two subnets have an address in common: then one lies in the other. */
export declare function overlap(a: Subnet4, b: Subnet4): boolean;
/** Whether an address is that of a host of a subnet: neither the subnet's own nor that of broadcasts. */
export declare function isHost(subnet: Subnet4, address: number): boolean;
/** Whether addresses from `first` to `last` are all for private use (RFC 1918). */
export declare function isPrivate(first: number, last: number): boolean;
