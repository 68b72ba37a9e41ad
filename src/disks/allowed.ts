import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { hasErrorCode, UserError } from '../host/errors.ts';
import { fileError, pathIsInside } from '../host/files.ts';

/**
 * Checks that a file an init file names lies, after symlinks are followed, in a directory that init files may use: the
 * workspace, the work dir, the template store and what the user allows besides. The file itself need not exist yet.
 *
 * @param roots absolute directories; `/` allows all.
 * @param what names the file in the message, for example `disk root of VM web`.
 * @returns the path without symlinks: use this one, it was checked.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`
 */
export async function assertAllowedPath(path: string, roots: readonly string[], what: string): Promise<string> {
  const real = await realPath(path);
  const places = await Promise.all(roots.map(realPath));
  if (places.some((place) => pathIsInside(real, place))) return real;
  const by = real === resolve(path) ? path : `${path}, which is really ${real},`;
  const message = `${what}: ${by} lies outside the places that init files may use: ${roots.join(', ')}`;
  throw new UserError('DISK_PATH_NOT_ALLOWED', message, {
    hint: 'Move the file there, or name its directory in `allow-host-paths`.',
  });
}

/** Real path of what is there, and of the nearest directory that is there for what is not. */
export async function realPath(path: string): Promise<string> {
  const absolute = resolve(path);
  try {
    return await realpath(absolute);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR') && dirname(absolute) !== absolute) {
      return join(await realPath(dirname(absolute)), basename(absolute));
    }
    throw fileError(error, 'look at', path);
  }
}
