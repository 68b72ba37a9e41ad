import { existsSync } from 'node:fs';
import { pathIsInside, removeEmptyDirectories, removeTree } from '../host/files.ts';
import { endProcess } from '../host/process.ts';
import { removeAbandonedProbeFiles } from '../host/scratch.ts';
import { LeaseStore } from '../network/leases.ts';
import { withEnvironmentLock } from './environment-lock.ts';
import { removeUnfinishedExport } from './export-staging.ts';
import { endForwarder } from './forwarding.ts';
import { trySweepLayers } from './layers/remove.ts';
import {
  listRecords,
  type OwnerRecord,
  objectsByProvider,
  orphanReason,
  ownsPrefix,
  readRecord,
  recordFile,
  removeAbandonedRecords,
  removeRecord,
  strayLocks,
  writeRecord,
} from './owner.ts';
import { withRecordedPlugins } from './plugins/equip.ts';
import { currentPrefix, draftOf, listPrefixes, removeAbandonedLinks, repairCurrent } from './prefix.ts';
import type { Services } from './services.ts';

/** An environment that `reap` removed, or could not. */
export interface Reaped {
  readonly uuid: string;
  readonly prefix: string;
  readonly reason: string;
  /** What went wrong, when it could not be removed. */
  readonly error?: unknown;
}

/**
 * Removes everything an environment has, from its owner record alone: machines, networks, leases, images, directory.
 * Safe to repeat and to run twice at once; works when the directory is gone or another one has taken its place.
 *
 * @returns whether there was anything to remove.
 * @throws when the provider cannot be reached; the record then stays, so that a later call can finish.
 */
export async function destroyEnvironment(uuid: string, services: Services): Promise<boolean> {
  return destroyWhen(uuid, services, () => true);
}

/** Removes an environment if nobody owns it (any more). @returns whether it did; @throws as {@link destroyEnvironment} */
export async function destroyOrphan(uuid: string, services: Services): Promise<boolean> {
  return destroyWhen(uuid, services, (record) => orphanReason(record) !== undefined);
}

/** Removes every environment whose owner is gone or whose time is up. One that fails does not stop the others. */
export async function reapEnvironments(services: Services): Promise<Reaped[]> {
  const reaped: Reaped[] = [];
  await sweepRecords(services);
  for (const uuid of listRecords(services.paths.environmentsDir)) {
    const entry = await reapOne(uuid, services);
    if (entry) reaped.push(entry);
  }
  return reaped;
}

/** Removes what is left of records whose writer was killed before the record was there, or after it was gone. */
async function sweepRecords(services: Services): Promise<void> {
  const { environmentsDir } = services.paths;
  await removeAbandonedRecords(environmentsDir);
  await removeAbandonedProbeFiles();
  await trySweepLayers(services);
  for (const uuid of strayLocks(environmentsDir)) await withEnvironmentLock(uuid, services, async () => {});
}

async function reapOne(uuid: string, services: Services): Promise<Reaped | undefined> {
  let record: OwnerRecord | undefined;
  let reason: string | undefined;
  try {
    record = await readRecord(services.paths.environmentsDir, uuid);
    reason = record && orphanReason(record);
    if (!record || reason === undefined) return undefined;
    return (await destroyOrphan(uuid, services)) ? { uuid, prefix: record.prefix, reason } : undefined;
  } catch (error) {
    return { uuid, prefix: record?.prefix ?? '', reason: reason ?? 'its owner record cannot be read', error };
  }
}

async function destroyWhen(
  uuid: string,
  services: Services,
  wanted: (record: OwnerRecord) => boolean,
): Promise<boolean> {
  const { environmentsDir } = services.paths;
  if (!existsSync(recordFile(environmentsDir, uuid))) return false;
  return withEnvironmentLock(uuid, services, async (lockFile) => {
    const record = await readRecord(environmentsDir, uuid);
    if (record && !wanted(record)) return false;
    if (record) {
      const doomed: OwnerRecord = { ...record, phase: 'destroying' };
      await writeRecord(environmentsDir, doomed);
      await removeEverything(doomed, services);
      await removeRecord(environmentsDir, uuid);
      // One that was being made may have been killed in a build.
      if (record.phase === 'creating') await trySweepLayers(services);
    }
    await removeTree(lockFile);
    return record !== undefined;
  });
}

async function removeEverything(record: OwnerRecord, services: Services): Promise<void> {
  await endForwarder(record);
  // The title is Lago's: its users' scripts look for it.
  await services.log.task('Stop prefix', async (log) => {
    if (record.started) await removeObjects(record, { ...services, log });
  });
  await endWatchdog(record);
  for (const unfinished of record.exports ?? []) await removeUnfinishedExport(record.uuid, unfinished);
  await removeFiles(record);
  await removeAbandonedProbeFiles();
  await new LeaseStore({ directory: record.leaseDir }).release(record.uuid);
}

/** A provider that cannot be reached does not keep the others from removing what they have. */
async function removeObjects(record: OwnerRecord, services: Services): Promise<void> {
  const { log, signal } = services;
  const available = (await withRecordedPlugins(services, record)).providers(record);
  const removals = [...objectsByProvider(record)].map(async ([name, objects]) =>
    available.get(name).destroy(objects, { log, signal }),
  );
  const failed = (await Promise.allSettled(removals)).find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

/** A prefix without a uuid file is ours only while it is being made or removed; one with another uuid never is. */
async function removeFiles(record: OwnerRecord): Promise<void> {
  const unfinished = record.phase !== 'created' && !existsSync(`${record.prefix}/uuid`);
  if (ownsPrefix(record) || unfinished) await removeTree(record.prefix);
  await removeTree(draftOf(record));
  if (!pathIsInside(record.imagesDir, record.prefix) && record.imagesDir.includes(record.uuid))
    await removeTree(record.imagesDir);
  await tidyWorkdir(record);
}

/** Mends `current`, and removes the workdir when this was its last prefix. */
async function tidyWorkdir(record: OwnerRecord): Promise<void> {
  if (!existsSync(record.workdir)) return;
  await removeAbandonedLinks(record.workdir);
  if (currentPrefix(record.workdir) !== undefined) await repairCurrent(record.workdir);
  if (listPrefixes(record.workdir).length > 0) return;
  await removeEmptyDirectories(record.workdir, record.createdRoot ?? record.workdir);
}

async function endWatchdog({ watchdog }: OwnerRecord): Promise<void> {
  if (watchdog && watchdog.pid !== process.pid) await endProcess(watchdog);
}
