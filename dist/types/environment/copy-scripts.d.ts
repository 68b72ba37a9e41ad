import type { EnvironmentPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';
/**
 * Copies the deploy scripts of an environment into its prefix, so that `deploy` runs what `init` saw.
 *
 * @param roots directories in which they must lie, links followed.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`; {@link HostError} `FILE_FAILED`, ...
 */
export declare function copyScripts(plan: EnvironmentPlan, paths: Pick<PrefixPaths, 'scripts'>, roots: readonly string[]): Promise<void>;
