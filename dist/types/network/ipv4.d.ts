/** The four numbers of a dotted IPv4 address that the parser let pass. */
export declare function octetsOf(ip: string): readonly number[];
/** Last number of a dotted IPv4 address: the host in a /24. */
export declare function hostOctet(ip: string): number;
/** Whether a last octet belongs to a host of a /24: neither the network's own address nor the broadcast address. */
export declare function isHostOctet(octet: number): boolean;
/** Address of a host in the leasable 192.168.<subnet>.0/24. */
export declare function hostAddress(subnet: number, host: number): string;
