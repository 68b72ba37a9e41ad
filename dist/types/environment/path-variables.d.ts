import type { EnvironmentPlan } from '../providers/plan.ts';
/**
 * The variables by which init files name places of their environment, as they were when it was made. Known to later verbs
 * as well; Lago has the first only during `init`. It is undefined in environments made before it was kept.
 */
export declare function pathVariables(plan: Pick<EnvironmentPlan, 'prefix' | 'initFileDir'>, workdir?: string): Readonly<Record<string, string | undefined>>;
