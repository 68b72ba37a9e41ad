import type { HostError } from '../host/errors.ts';
import type { DomainSpec, NetSpec, ReportProblem } from '../initfile/types.ts';
import type { NetPlan, NicPlan } from '../providers/plan.ts';
import type { SubnetPool } from './types.ts';
/** What the networks of an environment are planned from. */
export interface NetworkInput {
    /** 32 hex digits of the environment. */
    readonly uuid: string;
    readonly domains: ReadonlyMap<string, DomainSpec>;
    readonly nets: ReadonlyMap<string, NetSpec>;
    readonly subnets: SubnetPool;
    readonly report: ReportProblem;
}
/** Networks and NICs, decided. Incomplete where problems were reported. */
export interface NetworkPlan {
    readonly nets: ReadonlyMap<string, NetPlan>;
    /** NICs of each domain. */
    readonly nics: ReadonlyMap<string, readonly NicPlan[]>;
    /** Name of each domain's management network. */
    readonly managementNets: ReadonlyMap<string, string>;
    /** To be thrown when nothing else is wrong: the pool had too few subnets. */
    readonly exhausted?: HostError;
}
/** Decides everything about the networks of an environment. Mistakes of the init file go to `report`; nothing is thrown. */
export declare function planNetworks(input: NetworkInput): NetworkPlan;
