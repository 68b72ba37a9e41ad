import type { PathRules } from '../disks/paths.ts';
import { type InitFile } from '../initfile/types.ts';
import type { PlanContext, PlannedEnvironment } from './plan-context.ts';
/**
 * Decides everything about an environment: addresses, names, disks, CPUs, how guests are entered. Reads and changes
 * nothing: the same init file and context always give the same plan.
 *
 * @throws {InitFileError} with all mistakes of the init file that the parser could not see, in the order of the file.
 * @throws {HostError} `SUBNETS_EXHAUSTED` when the file is right but too few subnets are free.
 */
export declare function planEnvironment(initFile: InitFile, context: PlanContext): PlannedEnvironment;
/** How paths of the init file are read. */
export declare function pathRules({ directory }: Pick<InitFile, 'directory'>, { cwd, allowedPaths, prefix, workdir }: Pick<PlanContext, 'cwd' | 'allowedPaths' | 'prefix' | 'workdir'>): PathRules;
