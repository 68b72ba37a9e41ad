import { join } from 'node:path';
import { HostError } from '../host/errors.ts';
import { freeBytes } from '../host/files.ts';
import { isWritableDirectory } from '../host/paths.ts';
import type { VmProvider } from '../providers/provider.ts';

/** Bytes that must be free for overlays before anything is created. */
const LEAST_FREE = 64 * 1024 * 1024;

/**
 * Decides where the disk images of an environment go: into its prefix as in Lago, or, where QEMU's user cannot reach that
 * (a home directory, usually), into the host's image pool.
 *
 * @throws {HostError} `IMAGE_PATH_UNREACHABLE` naming the directory that is in the way, or `DISK_FULL`.
 */
export async function chooseImagesDir(
  prefixImages: string,
  pool: string,
  uuid: string,
  provider: Required<Pick<VmProvider, 'imageAccess'>>,
): Promise<string> {
  const own = await provider.imageAccess(prefixImages);
  const pooled = join(pool, uuid);
  if (own.reachable) return withRoom(prefixImages);
  if (isWritableDirectory(pool) && (await provider.imageAccess(pooled)).reachable) return withRoom(pooled);
  throw unreachable('the disk images in', prefixImages, own);
}

/** @throws {HostError} `IMAGE_PATH_UNREACHABLE` when QEMU's user cannot open files in the template store. */
export async function assertStoreReachable(
  storeDir: string,
  provider: Required<Pick<VmProvider, 'imageAccess'>>,
): Promise<void> {
  const access = await provider.imageAccess(storeDir);
  if (!access.reachable) throw unreachable('the template store', storeDir, access);
}

async function withRoom(directory: string): Promise<string> {
  const free = await freeBytes(directory);
  if (free >= LEAST_FREE) return directory;
  throw new HostError(
    'DISK_FULL',
    `only ${Math.floor(free / 1024 / 1024)} MiB are free at ${directory}, at least 64 MiB are needed`,
    {
      hint: 'Free some space, or put the workdir on another file system.',
    },
  );
}

function unreachable(
  what: string,
  path: string,
  access: { readonly directory: string; readonly user: string },
): HostError {
  const { directory, user } = access;
  return new HostError(
    'IMAGE_PATH_UNREACHABLE',
    `QEMU, which runs as ${user}, cannot open ${what} ${path}: the directory ${directory} lacks search permission (x) for it`,
    {
      hint: `Run \`setfacl -m u:${user}:x ${directory}\` (or \`chmod o+x ${directory}\`), or use a workdir and template store elsewhere.`,
    },
  );
}
