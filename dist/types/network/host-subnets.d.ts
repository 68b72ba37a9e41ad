/**
 * Third octets of the leasable 192.168.x.0/24 that this host (its network namespace) routes already: networks of others,
 * or what a dead environment left. Routes wider than a /24 do not count; a /24 of ours would win over them.
 */
export declare function hostSubnets(): Promise<ReadonlySet<number>>;
/** Reads the text of `/proc/net/route`, whose addresses are hex numbers with the first octet last. */
export declare function parseRoutes(text: string): ReadonlySet<number>;
