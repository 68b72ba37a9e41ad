import { createHash } from 'node:crypto';
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError, hasErrorCode } from '../../host/errors.ts';
import { fileError } from '../../host/files.ts';
import { hashFile } from '../../host/hash.ts';
import type { Json } from './types.ts';

/**
 * What changes in a directory by itself, at any depth: the workdir of environments, which has the log of the very run, and what
 * Python makes of modules that it loads.
 */
const NO_INPUT: readonly string[] = ['.lago', '__pycache__'];

/**
 * Gives what files and directories of the host hold: content and permission bits, for a directory of everything in it; not
 * owners and times. Each is read once, however many disks take it in. Links in a directory count by where they lead, and
 * with `follow` by what is there as well. Workdirs (`.lago`) and `__pycache__` in directories do not count.
 *
 * @throws {HostError} `FILE_FAILED` or `PERMISSION_DENIED` for what cannot be read; {@link CancelledError}.
 */
export function inputReader(signal?: AbortSignal): (path: string, follow?: boolean) => Promise<Json> {
  const seen = new Map<string, Promise<Json>>();
  return async (path, follow = false) => {
    const name = JSON.stringify([path, follow]);
    const known = seen.get(name);
    if (known) return known;
    const found = identify(path, follow, signal);
    seen.set(name, found);
    return found;
  };
}

async function identify(path: string, follow: boolean, signal: AbortSignal | undefined): Promise<Json> {
  try {
    const real = await existing(path);
    const stats = await stat(real);
    const mode = stats.mode & 0o7777;
    if (stats.isFile()) return { mode, sha256: await contentOf(real, signal) };
    if (!stats.isDirectory()) return { mode, kind: 'special' };
    const tree = createHash('sha256');
    const links = follow ? new Set([real]) : undefined;
    for await (const line of treeLines(real, '', links, signal)) tree.update(`${line}\0`);
    return { mode, tree: tree.digest('hex') };
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}

async function existing(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
    throw new HostError('FILE_FAILED', `there is no file or directory ${path}`, { cause: error });
  }
}

/** A line for everything below a directory, by name. `followed` has the places that links led to; none when they are left. */
async function* treeLines(
  root: string,
  below: string,
  followed: Set<string> | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const names = (await readdir(join(root, below))).sort((a, b) => (a < b ? -1 : 1));
  for (const name of names.filter((found) => !NO_INPUT.includes(found))) {
    const member = join(below, name);
    const place = join(root, member);
    const stats = await lstat(place);
    const mode = stats.mode & 0o7777;
    if (stats.isSymbolicLink()) {
      yield JSON.stringify(['link', member, await readlink(place)]);
      if (followed) yield* linkedLines(place, member, followed, signal);
    } else if (stats.isFile()) yield JSON.stringify(['file', member, mode, await contentOf(place, signal)]);
    else if (stats.isDirectory()) {
      yield JSON.stringify(['directory', member, mode]);
      yield* treeLines(root, member, followed, signal);
    } else yield JSON.stringify(['special', member, mode]);
  }
}

/** What a link leads to: each place once, since links may lead upwards. */
async function* linkedLines(
  link: string,
  member: string,
  followed: Set<string>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const real = await realpath(link).catch(() => undefined);
  if (real === undefined || followed.has(real)) return;
  followed.add(real);
  const stats = await lstat(real);
  if (stats.isFile()) yield JSON.stringify(['linked', member, await contentOf(real, signal)]);
  if (stats.isDirectory()) yield* treeLines(real, '', followed, signal);
}

async function contentOf(file: string, signal: AbortSignal | undefined): Promise<string> {
  return (await hashFile(file, ['sha256'], signal)).get('sha256') ?? '';
}
