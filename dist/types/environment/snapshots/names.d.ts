import type { DomainPlan } from '../../providers/plan.ts';
import type { Snapshot, SnapshotRecord } from './record.ts';
/** @throws {UserError} `SNAPSHOT_NAME_INVALID` for a name that lists could not show, or that looks like an option. */
export declare function checkName(name: string): void;
/** @throws {StateError} `SNAPSHOT_EXISTS` when one of the machines has a snapshot of that name. */
export declare function refuseTaken(name: string, domains: readonly DomainPlan[], record: SnapshotRecord): void;
/**
 * The named snapshot, of these machines only when some are named.
 *
 * @throws {StateError} `SNAPSHOT_UNKNOWN`, listing those there are.
 */
export declare function findSnapshot(name: string, domains: readonly DomainPlan[], named: boolean, { snapshots }: SnapshotRecord): Snapshot;
