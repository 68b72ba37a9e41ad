import type { DiskSpec } from '../initfile/types.ts';
import type { Architecture, DiskPlan } from '../providers/plan.ts';
/** Where a disk is attached. */
export type Target = Pick<DiskPlan, 'device' | 'bus' | 'dev'>;
/** Position that a device name stands for: `vda` 0, `vdb` 1, `vdaa` 26; undefined when it is not a device name. */
export declare function devIndex(dev: string): number | undefined;
/** What a machine has to attach disks to. */
export interface Buses {
    readonly arch: Architecture;
    readonly ide: boolean;
}
/**
 * Where a disk goes. The bus is what the file says, else as in Lago: `sd*` is virtio-scsi, an `iso` elsewhere is an IDE
 * CD-ROM, all others are virtio. Machines without IDE have their CD-ROMs on SATA, those that are not x86 on virtio-scsi.
 */
export declare function targetOf({ dev, format, bus }: DiskSpec, buses: Buses): Target;
/** Why the machine cannot have a disk on the bus that the file says; undefined when it can. */
export declare function busProblem({ device, bus }: Target, { ide }: Buses): string | undefined;
/** Why a disk cannot be attached beside those that are there already; undefined when it can. */
export declare function targetProblem(target: Target, others: readonly Target[]): string | undefined;
/** First virtio device name that no disk has. */
export declare function freeVirtioDev(targets: readonly Target[]): string;
