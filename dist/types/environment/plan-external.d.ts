import { type PathRules } from '../disks/paths.ts';
import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { PlanContext } from './plan-context.ts';
/** Seconds that a machine which exists already gets to answer by default: it should be up. */
export declare const EXTERNAL_BOOT_TIMEOUT = 60;
/** What is decided about a machine that exists already; nothing for other machines. */
export declare function planExternal(domain: DomainSpec, provider: string, { prefix, defaults }: Pick<PlanContext, 'prefix' | 'defaults'>, paths: PathRules, report: ReportProblem): Pick<DomainPlan, 'ip' | 'external'>;
