import type { DomainSpec, NetSpec } from '../initfile/types.ts';
import type { NicPlan } from '../providers/plan.ts';
import type { NicAddress } from './addresses.ts';
/** The NICs of all domains, by domain, with their addresses. */
export declare function planNics(uuid: string, domains: ReadonlyMap<string, DomainSpec>, nets: ReadonlyMap<string, NetSpec>, addresses: readonly NicAddress[]): ReadonlyMap<string, readonly NicPlan[]>;
