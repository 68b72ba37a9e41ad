import type { Subnet4 } from '../host/ipv4.ts';
/** Addresses from the first to the last, as numbers. */
export interface PoolRange {
    readonly first: number;
    readonly last: number;
}
/** A subnet that somebody else has. */
export interface TakenSubnet {
    readonly subnet: Subnet4;
    /** Who has it, for messages: `the environment at /work/.lago/default`. */
    readonly owner?: string;
    /** A route of the host: subnets inside a wider one can be had all the same, because theirs is the closer one. */
    readonly isRoute?: boolean;
}
/** The subnets that environments of this host may lease. */
export interface SubnetPool {
    /** Where they may lie; in Lago 192.168.200.0 to 192.168.255.255. */
    readonly ranges: readonly PoolRange[];
    readonly taken: readonly TakenSubnet[];
}
