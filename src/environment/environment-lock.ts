import { withLock } from '../host/lock.ts';
import { recordFile } from './owner.ts';
import type { Services } from './services.ts';

/** Milliseconds to wait for another process that changes or destroys the same environment. */
const LOCK_TIMEOUT = 120_000;

/**
 * Runs `body` while nobody else destroys the environment or rewrites what is saved of it. Must not be taken again inside.
 *
 * @param body is given the lock file, which goes with the owner record.
 */
export async function withEnvironmentLock<T>(
  uuid: string,
  { paths, log, signal }: Services,
  body: (lockFile: string) => Promise<T>,
): Promise<T> {
  const lockFile = `${recordFile(paths.environmentsDir, uuid)}.lock`;
  const lock = { what: `the environment ${uuid}`, timeoutMs: LOCK_TIMEOUT, log, signal };
  return withLock(lockFile, lock, () => body(lockFile));
}
