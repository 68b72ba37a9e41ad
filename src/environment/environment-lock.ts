import { StateError } from '../host/errors.ts';
import { withLock } from '../host/lock.ts';
import { type OwnerRecord, readRecord, recordFile } from './owner.ts';
import type { Services } from './services.ts';

/** Milliseconds to wait for another process that changes or destroys the same environment. */
const LOCK_TIMEOUT = 120_000;

/**
 * Runs `body` while nobody else destroys, starts, stops, saves or reverts the environment, or rewrites what is saved of it.
 * Must not be taken again inside.
 *
 * @param body is given the lock file, which goes with the owner record.
 */
export async function withEnvironmentLock<T>(
  uuid: string,
  { paths, log, signal }: Services,
  body: (lockFile: string) => Promise<T>,
): Promise<T> {
  const lockFile = `${recordFile(paths.environmentsDir, uuid)}.lock`;
  const lock = { what: `the environment ${uuid}`, timeoutMs: LOCK_TIMEOUT, log, signal, temporary: true };
  return withLock(lockFile, lock, () => body(lockFile));
}

/** As {@link withEnvironmentLock}, for an environment that is complete. @throws {StateError} `ENVIRONMENT_GONE` */
export async function withExistingEnvironment<T>(uuid: string, services: Services, body: () => Promise<T>): Promise<T> {
  const { environmentsDir } = services.paths;
  await assertThere(uuid, environmentsDir);
  return withEnvironmentLock(uuid, services, async () => {
    await assertThere(uuid, environmentsDir);
    return body();
  });
}

/** The owner record of an environment that is complete. @throws {StateError} `ENVIRONMENT_GONE` */
export async function assertThere(uuid: string, environmentsDir: string): Promise<OwnerRecord> {
  const record = await readRecord(environmentsDir, uuid);
  if (record?.phase === 'created') return record;
  throw new StateError('ENVIRONMENT_GONE', `the environment ${uuid} is being removed or was never finished`, {
    hint: 'Run `lago destroy`, then `lago init`.',
  });
}
