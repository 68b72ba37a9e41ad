import { type PathRules } from '../disks/paths.ts';
import type { DiskPlanner } from '../disks/plan.ts';
import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { NetworkPlan } from '../network/plan.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { PlanContext } from './plan-context.ts';
import type { ScriptPlanner } from './plan-scripts.ts';
/** What is decided already when a domain is planned. */
export interface DomainParts {
    readonly context: PlanContext;
    readonly networks: NetworkPlan;
    readonly disks: DiskPlanner;
    readonly paths: PathRules;
    readonly scripts: ScriptPlanner;
    readonly report: ReportProblem;
}
/** Decides one domain. Mistakes of the init file go to `report`; the plan is only good when there were none. */
export declare function planDomain(domain: DomainSpec, parts: DomainParts): DomainPlan;
