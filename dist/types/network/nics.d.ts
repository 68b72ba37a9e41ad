import type { DomainSpec, NetSpec, ReportProblem } from '../initfile/types.ts';
import type { NicPlan } from '../providers/plan.ts';
import type { NicAddress } from './addresses.ts';
/** The NICs of all domains, by domain, with their addresses. No MAC address is there twice: two equal ones are reported. */
export declare function planNics(uuid: string, domains: ReadonlyMap<string, DomainSpec>, nets: ReadonlyMap<string, NetSpec>, addresses: readonly NicAddress[], report: ReportProblem): ReadonlyMap<string, readonly NicPlan[]>;
