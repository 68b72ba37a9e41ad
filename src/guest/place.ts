import type { Stats } from 'node:fs';
import { lstat, readdir, realpath, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GuestError, hasErrorCode, UserError } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import { lastPart } from './copy-options.ts';

/** Where a copy goes on this machine. */
export interface Destination {
  /** Path of the copy itself. */
  readonly target: string;
  /** An existing directory on the same file system, for preparing it. */
  readonly staging: string;
}

/**
 * Where `scp -r` would put a copy of `source`: below `local` when that is a directory, else `local` itself, whose parent
 * must exist.
 *
 * @param makesParents whether the caller makes the directories above itself.
 * @throws {UserError} `LOCAL_PATH_MISSING`
 */
export async function destinationOf(local: string, source: string, makesParents = false): Promise<Destination> {
  const info = await statIfExists(local);
  if (!info?.isDirectory()) {
    const parent = dirname(local);
    if (!makesParents && !(await statIfExists(parent))?.isDirectory()) {
      throw new UserError('LOCAL_PATH_MISSING', `${local} cannot be made: ${parent} is not a directory`);
    }
    return { target: info === undefined ? local : await realpath(local), staging: parent };
  }
  const name = lastPart(source);
  if (name === '..') throw new UserError('GUEST_PATH_INVALID', `${source} has no name of its own: give the copy one`);
  return { target: join(local, name), staging: local };
}

/**
 * Moves what was received to its place. A directory that is there already is merged into; links in it are replaced by
 * what comes, never followed: an earlier copy may have brought them. Conflicts are found before anything is moved.
 *
 * @throws {GuestError} `COPY_CONFLICT` when a directory would replace something else, or the reverse
 * @throws {HostError}
 */
export async function moveIntoPlace(from: string, to: string): Promise<void> {
  try {
    const moves = await movesFor(from, to);
    for (const move of moves) await rename(move.from, move.to);
  } catch (error) {
    throw fileError(error, 'write', to);
  }
}

async function movesFor(from: string, to: string): Promise<readonly { readonly from: string; readonly to: string }[]> {
  const there = await lstatIfExists(to);
  if (there === undefined) return [{ from, to }];
  const isDirectory = (await lstat(from)).isDirectory();
  if (isDirectory !== there.isDirectory()) {
    const [what, obstacle] = isDirectory ? ['directory', 'is something else'] : ['file', 'is a directory'];
    throw new GuestError('COPY_CONFLICT', `the ${what} for ${to} cannot be put there: it ${obstacle} already`);
  }
  if (!isDirectory) return [{ from, to }];
  const moves = [];
  for (const entry of await readdir(from)) moves.push(...(await movesFor(join(from, entry), join(to, entry))));
  return moves;
}

async function statIfExists(path: string): Promise<Stats | undefined> {
  return await unlessMissing(stat(path), path);
}

async function lstatIfExists(path: string): Promise<Stats | undefined> {
  return await unlessMissing(lstat(path), path);
}

async function unlessMissing(stats: Promise<Stats>, path: string): Promise<Stats | undefined> {
  try {
    return await stats;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileError(error, 'read', path);
  }
}
