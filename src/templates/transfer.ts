import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError, hasErrorCode } from '../host/errors.ts';
import { ensureDirectory, fileError, removeTree } from '../host/files.ts';
import { acquireLock } from '../host/lock.ts';

const LOCK = '.lock';

/**
 * Runs `body` with an empty directory in the store, through which something goes to a cache or comes from it: on the
 * store's own file system, so that files can be linked and moved. It is removed at the end; what a killed process leaves,
 * {@link sweepTransfers} removes.
 *
 * @param storeDir absolute.
 * @param what for people, and for the name.
 */
export async function withTransfer<T>(
  storeDir: string,
  what: string,
  body: (directory: string) => Promise<T>,
): Promise<T> {
  const parent = transferRoot(storeDir);
  await ensureDirectory(parent);
  const directory = join(parent, randomBytes(8).toString('hex'));
  const lock = await acquireLock(`${directory}${LOCK}`, { what, timeoutMs: 10_000, temporary: true });
  try {
    await mkdir(directory, { mode: 0o755 }).catch((error: unknown) => {
      throw fileError(error, 'create', directory);
    });
    return await body(directory);
  } finally {
    await removeTree(directory);
    await lock.release();
  }
}

/** Removes what killed processes left of their {@link withTransfer}. Fine when there is nothing, or no right to do so. */
export async function sweepTransfers(storeDir: string): Promise<void> {
  const parent = transferRoot(storeDir);
  const names = new Set((await namesIn(parent)).map((name) => name.replace(/\.lock$/, '')));
  for (const name of names) await sweepOne(join(parent, name));
}

async function sweepOne(directory: string): Promise<void> {
  try {
    const lock = await acquireLock(`${directory}${LOCK}`, {
      what: 'what a cache left',
      timeoutMs: 0,
      temporary: true,
    });
    try {
      await rm(directory, { recursive: true, force: true });
    } finally {
      await lock.release();
    }
  } catch (error) {
    // Somebody is at it, or it is not ours.
    if (!(error instanceof HostError) && !hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS')) throw error;
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return [];
    throw fileError(error, 'read', directory);
  }
}

function transferRoot(storeDir: string): string {
  return join(storeDir, 'transfer');
}
