import type { RawMapping } from '../../initfile/types.ts';
import type { DomainPlan, EnvironmentPlan } from '../../providers/plan.ts';
import { type DiskImage, type SnapshotRecord } from './record.ts';
/** The plan that `init` made, with the images that the disks are in now and the snapshots in the saved specs. */
export declare function planNow(plan: EnvironmentPlan, record: SnapshotRecord): EnvironmentPlan;
/** The snapshots that one machine has, oldest first. */
export declare function snapshotsOf(vm: string, { snapshots }: SnapshotRecord): {
    vm: string;
    createdAt: string;
    state: "paused" | "running" | "stopped";
    memory?: {
        path: string;
        size: number;
    };
    variables?: {
        path: string;
    };
    hostKey?: string;
    disks: {
        disk: string;
        path: string;
        format: "qcow2" | "raw";
    }[];
    name: string;
}[];
/**
 * A machine's disks in the spelling of Lago's specs, with these images in place of those that `init` made.
 *
 * @param which leaves out disks that have no image among them.
 */
export declare function specsOf(domain: DomainPlan, images: readonly DiskImage[], which?: 'all' | 'these only'): readonly RawMapping[];
