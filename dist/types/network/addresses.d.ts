import type { DomainSpec, NetSpec, ReportProblem } from '../initfile/types.ts';
import type { Subnet } from './subnets.ts';
/** The address of one NIC. */
export interface NicAddress {
    readonly domain: string;
    /** Position of the NIC in its domain. */
    readonly index: number;
    readonly net: string;
    readonly ip: string;
}
/**
 * Gives every NIC on a NAT network its address, static ones first: of those only the host part counts. On bridge networks
 * NICs have the addresses that the file says and no others. Returned in the order of recording, which numbers the names of
 * {@link nicNames}. NICs whose address is wrong are reported and left out.
 */
export declare function assignAddresses(domains: ReadonlyMap<string, DomainSpec>, nets: ReadonlyMap<string, NetSpec>, subnets: ReadonlyMap<string, Subnet>, report: ReportProblem): readonly NicAddress[];
