import { type SnapshotParts } from './parts.ts';
/** What a snapshot has of one machine. */
export interface VmSnapshotInfo {
    /** `running` and `paused` machines come back with their memory, `stopped` ones are down after a revert. */
    readonly state: 'running' | 'paused' | 'stopped';
    /** ISO time. */
    readonly createdAt: string;
    /** Bytes on disk: memory, and what the disks had in images of their own by then. */
    readonly size: number;
    /** Disks in the spelling of Lago's saved specs, with absolute paths. */
    readonly disks: readonly Readonly<Record<string, unknown>>[];
}
/** A snapshot of an environment. */
export interface SnapshotInfo {
    readonly name: string;
    /** ISO time; of the machine that was saved last. */
    readonly createdAt: string;
    /** Bytes on disk, of all machines. */
    readonly size: number;
    /** By the names of the machines. */
    readonly vms: Readonly<Record<string, VmSnapshotInfo>>;
}
/** All snapshots of an environment, oldest first. */
export declare function listSnapshots(parts: SnapshotParts): Promise<SnapshotInfo[]>;
