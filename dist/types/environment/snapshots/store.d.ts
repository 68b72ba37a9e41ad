import type { EnvironmentPlan } from '../../providers/plan.ts';
import type { PrefixPaths } from '../prefix.ts';
import { type SnapshotRecord } from './record.ts';
/**
 * `virt/snapshots.json`: which snapshots there are, and in which images the disks are now. It is the only truth about both:
 * one atomic write is the moment in which a snapshot or a revert happens. Other processes may change it at any time.
 */
export declare class SnapshotStore {
    #private;
    constructor(paths: PrefixPaths);
    /** The record as it is on disk now. @throws {StateError} `FILE_BROKEN` */
    read(): SnapshotRecord;
    /** Writes the record, and what follows from it for Lago's specs in `virt/vm-*`. */
    write(record: SnapshotRecord, plan: EnvironmentPlan): Promise<void>;
    /** Changes the record, one change after the other however many are asked for at once. */
    update(change: (record: SnapshotRecord) => SnapshotRecord, plan: EnvironmentPlan): Promise<void>;
    /** A plan as `init` made it, with the images that the disks are in now. */
    apply(from: EnvironmentPlan): EnvironmentPlan;
}
