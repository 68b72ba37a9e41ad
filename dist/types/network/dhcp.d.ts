import type { NetSpec, ReportProblem } from '../initfile/types.ts';
import type { AddressRange } from '../providers/plan.ts';
import type { Subnet } from './subnets.ts';
/** A network's dynamic range. */
export interface DhcpPlan {
    readonly dhcp: AddressRange;
    /** What is left of it for strangers; undefined when that is all of it. */
    readonly dhcpRanges?: readonly AddressRange[];
}
/**
 * The dynamic range of a network, and what is left of it: addresses of its machines and of its gateway are in no range that
 * is served. Undefined when there is none, or when it is wrong, which is then reported.
 */
export declare function planDhcp({ name, dhcp }: NetSpec, { range, gateway }: Subnet, reserved: readonly string[], report: ReportProblem): DhcpPlan | undefined;
