import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
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
export function currentPlan({ plan, store }: SnapshotParts): EnvironmentPlan {
  return store.apply(plan);
}

/** Writes a changed record. */
export async function writeRecord({ plan, store }: SnapshotParts, record: SnapshotRecord): Promise<void> {
  await store.write(record, plan);
}

/** Changes the record, one change after the other. */
export async function updateRecord(
  { plan, store }: SnapshotParts,
  change: (record: SnapshotRecord) => SnapshotRecord,
): Promise<void> {
  await store.update(change, plan);
}

/** The operations on running machines of a domain's provider. @throws {StateError} `OPERATION_UNSUPPORTED` */
export function operationsOf({ providers }: SnapshotParts, domain: DomainPlan) {
  return providers.able(domain, 'snapshots', 'take or revert to snapshots').snapshots;
}

/** Disks whose content a snapshot keeps; CD-ROMs and seeds never change. */
export function savedDisks({ disks }: DomainPlan): readonly DiskPlan[] {
  return disks.filter(({ device, source }) => device === 'disk' && source.kind !== 'seed');
}

/** Names of files of one snapshot or revert, which nobody had before. */
export function freshNames(imagesDir: string) {
  const id = randomBytes(4).toString('hex');
  return {
    overlay: (vm: string, disk: string) => join(imagesDir, `${vm}_${disk}.${id}.qcow2`),
    memory: (vm: string) => join(imagesDir, `${vm}.${id}.memory`),
    variables: (vm: string) => join(imagesDir, `${vm}.${id}.variables`),
  };
}
