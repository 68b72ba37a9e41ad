import { StateError } from '../host/errors.ts';
import { destroyEnvironment } from './destroy.ts';
import { withEnvironmentLock } from './environment-lock.ts';
import { type OwnerRecord, readRecord, writeRecord } from './owner.ts';
import { rollingBack } from './rolling-back.ts';
import { type Services, uncancelled } from './services.ts';

/**
 * Changes the owner record of an environment that is being made. `destroy` and `reap` (of one whose time is up) need not wait
 * for that to end: what they have removed stays removed.
 *
 * @throws {StateError} `ENVIRONMENT_GONE`
 */
export async function updateRecord(record: OwnerRecord, services: Services): Promise<void> {
  await withEnvironmentLock(record.uuid, services, async () => {
    if (await isDestroyed(record, services)) throw destroyedMeanwhile(record);
    await writeRecord(services.paths.environmentsDir, record);
  });
}

/**
 * Removes what an initialisation that failed has made.
 *
 * @param record as it was written last.
 * @returns why it failed: what it ran into, or that somebody else destroyed it, which has all kinds of consequences.
 */
export async function undoInit(error: unknown, record: OwnerRecord, services: Services): Promise<unknown> {
  const quiet = uncancelled(services);
  let reason = error;
  await rollingBack(services.log, async () => {
    const isGone = await isDestroyed(record, quiet);
    if (isGone) reason = destroyedMeanwhile(record, error);
    await destroyEnvironment(record.uuid, quiet);
    if (!isGone) return;
    // What was made after that has no record yet.
    await writeRecord(services.paths.environmentsDir, record);
    await destroyEnvironment(record.uuid, quiet);
  });
  return reason;
}

async function isDestroyed({ uuid }: OwnerRecord, { paths }: Services): Promise<boolean> {
  const record = await readRecord(paths.environmentsDir, uuid);
  return record === undefined || record.phase === 'destroying';
}

function destroyedMeanwhile({ prefix }: OwnerRecord, cause?: unknown): StateError {
  return new StateError('ENVIRONMENT_GONE', `the environment at ${prefix} was destroyed while it was being made`, {
    hint: 'Run `lago init` again.',
    cause,
  });
}
