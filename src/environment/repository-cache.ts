import { existsSync } from 'node:fs';
import { copyFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../host/errors.ts';
import { ensureDirectory } from '../host/files.ts';
import type { Logger } from '../host/log.ts';
import { repositoryDigest, snapshotFile } from '../templates/snapshot.ts';
import { withTransfer } from '../templates/transfer.ts';
import type { TemplateCache } from './options.ts';

const FILE = 'repository.json';

/**
 * Brings back what another machine last saw of a repository.
 *
 * @param location of the repository: absolute path or URL.
 * @returns whether there is a snapshot now.
 */
export async function restoreSnapshot(
  cache: TemplateCache,
  storeDir: string,
  location: string,
  log: Logger,
): Promise<boolean> {
  try {
    return await withTransfer(storeDir, 'the template repository', async (directory) => {
      if ((await cache.restore([snapshotPrefix(location)], directory, true)) === undefined) return false;
      const file = snapshotFile(storeDir, location);
      await ensureDirectory(dirname(file));
      await rename(join(directory, FILE), file);
      return true;
    });
  } catch (error) {
    log.warning(`the template repository was not restored from the cache: ${messageOf(error)}`);
    return false;
  }
}

/** Keeps what was seen of a repository. @param digest identity of what is used of it */
export async function saveSnapshot(
  cache: TemplateCache,
  storeDir: string,
  location: string,
  digest: string,
): Promise<void> {
  const file = snapshotFile(storeDir, location);
  if (!existsSync(file)) return;
  await withTransfer(storeDir, 'the template repository', async (directory) => {
    await copyFile(file, join(directory, FILE));
    await cache.save(`${snapshotPrefix(location)}${digest}`, directory);
  });
}

function snapshotPrefix(location: string): string {
  return `lago-repository-${repositoryDigest(location).slice(0, 16)}-`;
}
