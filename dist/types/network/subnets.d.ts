import { HostError } from '../host/errors.ts';
import type { NetSpec, ReportProblem } from '../initfile/types.ts';
import type { SubnetPool } from './types.ts';
/** A network's /24 and the host in it that is the gateway. */
export interface Subnet {
    /** Third octet of 192.168.x.0/24. */
    readonly octet: number;
    /** Last octet of the gateway. */
    readonly gateway: number;
}
/** What could be given to the networks. */
export interface SubnetAssignment {
    /** By name of the network; those whose gateway is wrong and those that got none are missing. */
    readonly subnets: ReadonlyMap<string, Subnet>;
    /** The error to throw when the pool was too small. */
    readonly exhausted?: HostError;
}
/**
 * Gives every NAT network a /24: first those whose `gw` asks for one, then, in the order of the file, the lowest free ones
 * with the gateway `.1`.
 */
export declare function assignSubnets(nets: ReadonlyMap<string, NetSpec>, pool: SubnetPool, report: ReportProblem): SubnetAssignment;
