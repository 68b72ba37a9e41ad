import { dirname } from 'node:path';
import type { EnvironmentPlan } from '../providers/plan.ts';

/**
 * The variables by which init files name places of their environment, as they were when it was made. Known to later verbs
 * as well; Lago has the first only during `init`. It is undefined in environments made before it was kept.
 */
export function pathVariables(
  plan: Pick<EnvironmentPlan, 'prefix' | 'initFileDir'>,
  workdir = dirname(plan.prefix),
): Readonly<Record<string, string | undefined>> {
  return {
    LAGO_INITFILE_PATH: plan.initFileDir,
    LAGO_PREFIX_PATH: plan.prefix,
    LAGO_WORKDIR_PATH: workdir,
  };
}
