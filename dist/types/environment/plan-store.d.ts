import type { EnvironmentPlan } from '../providers/plan.ts';
/** Keeps a plan in the prefix, so that later verbs act on what was decided at `init`. */
export declare function savePlan(file: string, plan: EnvironmentPlan): Promise<void>;
/** Reads a saved plan. @throws {StateError} `FILE_MISSING` or `FILE_BROKEN`. */
export declare function loadPlan(file: string): Promise<EnvironmentPlan>;
