import { type Subnet4 } from '../host/ipv4.ts';
import type { NetSpec } from '../initfile/types.ts';
import type { Subnet } from './subnets.ts';
/** Why an address cannot be had. */
export interface Refusal {
    readonly code: string;
    readonly why: string;
}
/**
 * Address that an init file means in a subnet. One that lies elsewhere counts by its host part, as in Lago; where that is
 * less than an octet, only if nothing is lost. Undefined when it means none.
 */
export declare function addressIn(subnet: Subnet4, address: string | number): number | undefined;
/** A NAT network while its addresses are given out. */
export declare class HostNumbers {
    #private;
    readonly net: string;
    constructor(net: NetSpec, subnet: Subnet | undefined);
    /** How many NICs it has room for. */
    get room(): number;
    /** Its subnet, for people. */
    get size(): string;
    /** Takes the address that an init file asks for; undefined when it has none because its subnet is wrong. */
    takeStatic(ip: string, owner: string): string | Refusal | undefined;
    /** Takes the lowest free address; `full` when there is none, undefined when its subnet is wrong. */
    takeNext(): string | 'full' | undefined;
}
