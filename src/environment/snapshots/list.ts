import { stat } from 'node:fs/promises';
import type { RawMapping } from '../../initfile/types.ts';
import { currentPlan, type SnapshotParts } from './parts.ts';
import { specsOf } from './plan-now.ts';
import { filesOf, type Snapshot, type VmSnapshot } from './record.ts';

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
export async function listSnapshots(parts: SnapshotParts): Promise<SnapshotInfo[]> {
  return Promise.all(parts.store.read().snapshots.map((snapshot) => infoOf(snapshot, parts)));
}

async function infoOf({ name, vms }: Snapshot, parts: SnapshotParts): Promise<SnapshotInfo> {
  const infos = await Promise.all(vms.map(async (vm) => [vm.vm, await vmInfoOf(vm, parts)] as const));
  const all = infos.map(([, info]) => info);
  return {
    name,
    createdAt:
      all
        .map(({ createdAt }) => createdAt)
        .sort()
        .at(-1) ?? '',
    size: all.reduce((sum, { size }) => sum + size, 0),
    vms: Object.fromEntries(infos),
  };
}

async function vmInfoOf(saved: VmSnapshot, parts: SnapshotParts): Promise<VmSnapshotInfo> {
  const { vm, state, createdAt, disks } = saved;
  const domain = currentPlan(parts).domains.get(vm);
  const sizes = await Promise.all([...disks, ...filesOf(saved)].map(({ path }) => bytesOnDisk(path)));
  const specs: readonly RawMapping[] = domain ? specsOf(domain, disks, 'these only') : [];
  return { state, createdAt, size: sizes.reduce((sum, size) => sum + size, 0), disks: specs };
}

/** Images have holes, so their length says little. A file that is missing counts as nothing: `revert` tells. */
async function bytesOnDisk(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  return stats === undefined ? 0 : stats.blocks * 512;
}
