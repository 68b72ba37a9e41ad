/** The /24 subnets of 192.168.0.0/16 that environments of this host may lease. */
export interface SubnetPool {
    /** Lowest third octet, 200 in Lago. */
    readonly first: number;
    /** Highest third octet, 255 in Lago. */
    readonly last: number;
    /** Third octets that somebody else has. */
    readonly taken: ReadonlySet<number>;
    /** Who has a taken subnet, for the error message: an environment's path, for example. */
    readonly ownerOf?: (octet: number) => string | undefined;
}
