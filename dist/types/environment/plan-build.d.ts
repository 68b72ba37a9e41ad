import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan } from '../providers/plan.ts';
/**
 * Reports disks that are to be booted for a build, although nothing says how to get into their guests. Templates that are
 * only taken for granted (`lago validate`) may say it.
 */
export declare function checkBuilds(domain: DomainSpec, disks: readonly DiskPlan[], report: ReportProblem): void;
/**
 * Reports options of `virt-customize` that cannot be used.
 *
 * @param isTrusted whether the init file may reach all of the host.
 */
export declare function checkOptions({ name, disks }: DomainSpec, isTrusted: boolean, report: ReportProblem): void;
