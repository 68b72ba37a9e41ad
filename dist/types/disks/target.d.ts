import type { DiskSpec } from '../initfile/types.ts';
import type { DiskPlan, HostFacts } from '../providers/plan.ts';
/** Where a disk is attached. */
export type Target = Pick<DiskPlan, 'device' | 'bus' | 'dev'>;
/** Position that a device name stands for: `vda` 0, `vdb` 1, `vdaa` 26; undefined when it is not a device name. */
export declare function devIndex(dev: string): number | undefined;
/**
 * Bus of a disk, as in Lago: `sd*` is virtio-scsi, an `iso` elsewhere is an IDE CD-ROM, all others are virtio. Machines
 * that are not x86 have no IDE; their CD-ROMs go to virtio-scsi.
 */
export declare function targetOf({ dev, format }: DiskSpec, arch: HostFacts['arch']): Target;
/** Why a disk cannot be attached beside those that are there already; undefined when it can. */
export declare function targetProblem(target: Target, others: readonly Target[]): string | undefined;
/** First virtio device name that no disk has. */
export declare function freeVirtioDev(targets: readonly Target[]): string;
