import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { BootDevice, DiskPlan, NicPlan } from '../providers/plan.ts';
/** Words of `boot` for all devices of a kind, in their order. */
export declare const BOOT_KINDS: readonly string[];
/**
 * Boot order of a domain, each device once; undefined when the file leaves it to what is usual. A disk that is called like a
 * kind of devices is reached by the kind only.
 */
export declare function planBoot({ name, boot, disks: specs }: DomainSpec, disks: readonly DiskPlan[], nics: readonly NicPlan[], report: ReportProblem): readonly BootDevice[] | undefined;
