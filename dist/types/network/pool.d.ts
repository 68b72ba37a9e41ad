import { type Subnet4 } from '../host/ipv4.ts';
import type { PoolRange, SubnetPool, TakenSubnet } from './types.ts';
/** Lago's pool: 192.168.200.0/24 to 192.168.255.0/24. */
export declare const DEFAULT_POOL: readonly PoolRange[];
/** Prefix length of the subnets of networks that do not ask for one. */
export declare const AUTOMATIC_LENGTH = 24;
/**
 * Reads a pool: subnets (`10.20.0.0/16`) and ranges (`192.168.200.0-192.168.255.255`) of private addresses, which are used
 * in this order.
 *
 * @throws {UserError} `SUBNET_POOL_INVALID`
 */
export declare function parsePool(texts: readonly string[]): readonly PoolRange[];
/** Whether all of a subnet lies in one range of the pool. */
export declare function isInPool({ ranges }: Pick<SubnetPool, 'ranges'>, subnet: Subnet4): boolean;
/** Who has a subnet or something in it; undefined when it is free. */
export declare function takerOf({ taken }: Pick<SubnetPool, 'taken'>, subnet: Subnet4): TakenSubnet | undefined;
/** The /24 subnets of the pool, in its order. */
export declare function automaticSubnets({ ranges }: Pick<SubnetPool, 'ranges'>): Generator<Subnet4>;
/** How many /24 subnets the pool has, and how many of them are free. */
export declare function countSubnets(pool: SubnetPool): {
    readonly all: number;
    readonly free: number;
};
/** The pool, for people. */
export declare function poolText({ ranges }: Pick<SubnetPool, 'ranges'>): string;
