import type { InitFile, ReportProblem } from '../initfile/types.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { PlanContext } from './plan-context.ts';
/**
 * Reports disks whose image is not there. What is downloaded, or made by `init` itself, is there later; a file that init
 * files may not use is nothing to talk about.
 */
export declare function checkDiskFiles(initFile: InitFile, planned: readonly DomainPlan[], { prefix, imagesDir, allowedPaths, cwd, faultOf }: PlanContext, report: ReportProblem): void;
/** What is wrong with the file of an image, if anything; it may be there compressed only, under the name that it has then. */
export declare function faultOfImage(file: string): string | undefined;
