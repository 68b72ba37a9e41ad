import { readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '../../host/errors.ts';
import { ensureDirectory, fileError, removeTree } from '../../host/files.ts';
import type { LayerStore } from './store.ts';

/** Marks that are kept: those of failures longest ago go first. */
const MAX_MARKS = 32;
const KEY = /^[0-9a-f]{64}$/;

/** Empty files that are called by keys: beside the layers, so that none is taken for a layer or for one in the making. */
function directoryOf(store: LayerStore): string {
  return join(store.directory, 'wanted');
}

/**
 * Notes that the layer of a key is to be made as one of its own by the next build that comes through it.
 *
 * @throws {HostError} `PERMISSION_DENIED`, `DISK_FULL`, `FILE_FAILED`
 */
export async function leaveMark(store: LayerStore, key: string): Promise<void> {
  const directory = directoryOf(store);
  try {
    await ensureDirectory(directory);
    await writeFile(join(directory, key), '');
    for (const old of (await byAge(directory)).slice(MAX_MARKS)) await rm(join(directory, old), { force: true });
  } catch (error) {
    throw fileError(error, 'write', directory);
  }
}

/** Keys for which there is a mark; none when they cannot be read. */
export async function markedKeys(store: LayerStore): Promise<readonly string[]> {
  const names = await readdir(directoryOf(store)).catch(() => []);
  return names.filter((name) => KEY.test(name));
}

/** Removes a mark, and the directory with the last one; fine when it is not there. What cannot be removed does no harm. */
export async function removeMark(store: LayerStore, key: string): Promise<void> {
  const directory = directoryOf(store);
  await rm(join(directory, key), { force: true }).catch(() => undefined);
  await rmdir(directory).catch(() => undefined);
}

/** Removes all marks. */
export async function sweepMarks(store: LayerStore): Promise<void> {
  await removeTree(directoryOf(store));
}

/** The newest first. */
async function byAge(directory: string): Promise<readonly string[]> {
  const dated = (await readdir(directory)).map(async (name) => ({ name, time: await timeOf(join(directory, name)) }));
  return (await Promise.all(dated)).sort((one, other) => other.time - one.time).map(({ name }) => name);
}

async function timeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    // Another process has just removed it.
    if (hasErrorCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
