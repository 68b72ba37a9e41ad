import { HostError } from '../host/errors.ts';
import { type Subnet4 } from '../host/ipv4.ts';
import type { NetSpec, ReportProblem } from '../initfile/types.ts';
import type { SubnetPool } from './types.ts';
/** A network's subnet and the gateway in it. */
export interface Subnet {
    readonly range: Subnet4;
    /** Address of the gateway, as a number. */
    readonly gateway: number;
}
/** What could be given to the networks. */
export interface SubnetAssignment {
    /** By name of the network; those whose subnet or gateway is wrong and those that got none are missing. */
    readonly subnets: ReadonlyMap<string, Subnet>;
    /** The error to throw when the pool was too small. */
    readonly exhausted?: HostError;
}
/**
 * Gives every NAT network a subnet: first those whose `subnet` or `gw` asks for one, then, in the order of the file, the
 * lowest free /24 ones. The first host is the gateway unless `gw` says otherwise.
 */
export declare function assignSubnets(nets: ReadonlyMap<string, NetSpec>, pool: SubnetPool, report: ReportProblem): SubnetAssignment;
