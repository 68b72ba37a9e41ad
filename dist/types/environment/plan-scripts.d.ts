import { type PathRules } from '../disks/paths.ts';
import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DomainPlan } from '../providers/plan.ts';
/** What the scripts of an environment are planned from. */
export interface ScriptInput {
    /** Absolute directory of the copies. */
    readonly scriptsDir: string;
    readonly paths: PathRules;
    /** Absolute directory of the init file, where scripts are looked for that are not in `paths.cwd`. */
    readonly initFileDir: string;
    isFile(path: string): boolean;
    readonly report: ReportProblem;
}
/** Decides the deploy scripts of one domain after the other. Mistakes of the init file go to `report`. */
export declare class ScriptPlanner {
    #private;
    constructor(input: ScriptInput);
    /** The domain's scripts, in the order in which they run. */
    plan({ name, deployScripts }: DomainSpec): Pick<DomainPlan, 'deployScripts'>;
}
