import type { DiskPlan, DomainPlan, EnvironmentPlan } from '../../providers/plan.ts';
import type { Providers } from '../../providers/providers.ts';
import type { Forwarding } from '../forwarding.ts';
import type { HostKeys } from '../host-keys.ts';
import type { SnapshotRecord } from './record.ts';
import type { SnapshotStore } from './store.ts';
/** What work on snapshots needs of an environment. */
export interface SnapshotParts {
    /** As `init` made it. */
    readonly plan: EnvironmentPlan;
    readonly store: SnapshotStore;
    readonly imagesDir: string;
    readonly providers: Providers;
    readonly hostKeys: HostKeys;
    readonly forwarding: Forwarding;
}
/** The plan with the images that the disks are in now. */
export declare function currentPlan({ plan, store }: SnapshotParts): EnvironmentPlan;
/** Writes a changed record. */
export declare function writeRecord({ plan, store }: SnapshotParts, record: SnapshotRecord): Promise<void>;
/** Changes the record, one change after the other. */
export declare function updateRecord({ plan, store }: SnapshotParts, change: (record: SnapshotRecord) => SnapshotRecord): Promise<void>;
/** The operations on running machines of a domain's provider. @throws {StateError} `OPERATION_UNSUPPORTED` */
export declare function operationsOf({ providers }: SnapshotParts, domain: DomainPlan): import("../../index.ts").SnapshotOperations;
/** Disks whose content a snapshot keeps; CD-ROMs and seeds never change. */
export declare function savedDisks({ disks }: DomainPlan): readonly DiskPlan[];
/** Names of files of one snapshot or revert, which nobody had before. */
export declare function freshNames(imagesDir: string): {
    overlay: (vm: string, disk: string) => string;
    memory: (vm: string) => string;
    variables: (vm: string) => string;
};
