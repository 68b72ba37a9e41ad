import { randomBytes } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { access, chmod, mkdir, open, readFile, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ZodType } from 'zod';
import { HostError, hasErrorCode, InternalError, LagoError, messageOf, StateError, ToolError } from './errors.ts';

/** How a file is written. */
export interface WriteOptions {
  /** Permission bits, set whatever the umask says. 0644 by default. */
  readonly mode?: number;
}

/**
 * Writes a file so that a reader (or a power cut) sees the old content or the new, never a piece of it: temp name in the
 * same directory, fsync, rename, fsync of the directory.
 *
 * @throws {HostError} `DISK_FULL`, `PERMISSION_DENIED` or `FILE_FAILED`; nothing is left behind.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.chmod(options.mode ?? 0o644);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(error, 'write', path);
  }
}

/** A name beside `path` that nobody else uses; hidden, so that directory listings by pattern skip it. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
}

/** Makes a rename inside a directory last through a power cut. File systems that cannot do that are left alone. */
export async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!hasErrorCode(error, 'EINVAL', 'ENOTSUP', 'EACCES', 'EPERM', 'EISDIR')) throw error;
  }
}

/** Writes a value as JSON with 4 spaces of indent, as Lago does, atomically. Errors as {@link writeFileAtomic}. */
export async function writeJson(path: string, value: unknown, options: WriteOptions = {}): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, null, 4)}\n`, options);
}

/**
 * Reads a JSON file of a known shape.
 *
 * @throws {StateError} `FILE_MISSING` or `FILE_BROKEN`, with the file's name and what is wrong.
 * @throws {HostError} `PERMISSION_DENIED` or `FILE_FAILED`.
 */
export async function readJson<T>(path: string, schema: ZodType<T>): Promise<T> {
  const value = await readJsonIfExists(path, schema);
  if (value === undefined) throw new StateError('FILE_MISSING', `${path} does not exist`);
  return value;
}

/** Like {@link readJson}, with undefined for a file that is not there. */
export async function readJsonIfExists<T>(path: string, schema: ZodType<T>): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileError(error, 'read', path);
  }
  return parseJson(text, schema, path);
}

/** Parses JSON text of a known shape. @throws {StateError} `FILE_BROKEN`, naming `name`. */
export function parseJson<T>(text: string, schema: ZodType<T>, name: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new StateError('FILE_BROKEN', `${name} is not valid JSON: ${messageOf(error)}`, { cause: error });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  const message = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message;
  throw new StateError('FILE_BROKEN', `${name} has unexpected content${place}: ${message ?? 'unknown'}`, {
    cause: result.error,
  });
}

/**
 * Removes a file or a directory with all that is in it; fine when it is not there. Symlinks are removed, not followed.
 *
 * @throws {HostError} `PERMISSION_DENIED` or `FILE_FAILED`.
 */
export async function removeTree(path: string): Promise<void> {
  if (!isAbsolute(path) || resolve(path) === sep) throw new InternalError(`refusing to remove the path "${path}"`);
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (!hasErrorCode(error, 'ENOTDIR')) throw fileError(error, 'remove', path);
  }
}

/** Removes a directory and those above it up to `root`, as long as they are empty. */
export async function removeEmptyDirectories(directory: string, root: string): Promise<void> {
  for (let place = directory; pathIsInside(place, root); place = dirname(place)) {
    try {
      await rmdir(place);
    } catch {
      return;
    }
  }
}

/** Makes what was written to a file last through a power cut. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Bytes that an ordinary user can still write at `path`; asks the nearest directory that exists. */
export async function freeBytes(path: string): Promise<number> {
  const place = resolve(path);
  try {
    const { bavail, bsize } = await statfs(place);
    return bavail * bsize;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR') && place !== sep) return freeBytes(dirname(place));
    throw fileError(error, 'read', path);
  }
}

/**
 * Makes a directory and its parents. Directories made below a set-gid, group-writable one (`/var/lib/lago` of a package)
 * are group-writable too, whatever the umask, so that the members of the group can share them.
 *
 * @throws {HostError} `PERMISSION_DENIED`, `DISK_FULL` or `FILE_FAILED`.
 */
export async function ensureDirectory(path: string): Promise<void> {
  try {
    const made = await mkdir(path, { recursive: true });
    if (made === undefined) return;
    const { mode } = await stat(dirname(made));
    if ((mode & 0o2020) !== 0o2020) return;
    for (let place = resolve(path); place.length >= made.length; place = dirname(place)) await chmod(place, 0o2775);
  } catch (error) {
    throw fileError(await whyNotMade(error, path), 'create the directory', path);
  }
}

/** Node says of a read-only file system that the directory is not there: what is above it tells. */
async function whyNotMade(error: unknown, path: string): Promise<unknown> {
  if (!hasErrorCode(error, 'ENOENT')) return error;
  for (let place = dirname(resolve(path)); ; place = dirname(place)) {
    try {
      await access(place, constants.W_OK);
      return error;
    } catch (reason) {
      if (!hasErrorCode(reason, 'ENOENT')) return reason;
    }
  }
}

/** Whether this user can add files to a directory, and remove those in it; false for one that is not there. */
export function directoryIsWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether `path` is `parent` or lies below it. Looks at the names only: resolve symlinks before. */
export function pathIsInside(path: string, parent: string): boolean {
  const way = relative(resolve(parent), resolve(path));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

/** Looks before a long copy whether it can end well. @throws {HostError} `DISK_FULL` */
export async function requireRoom(path: string, bytes: number, what: string): Promise<void> {
  const free = await freeBytes(path);
  if (bytes <= free) return;
  throw new HostError('DISK_FULL', `${what} has ${bytes} bytes, but only ${free} are free at ${path}`, {
    hint: 'Free some space there, or use another directory.',
  });
}

/** The error for a program that failed because the disk is full, as its output tells; undefined for other failures. */
export function diskFullOf(error: unknown): HostError | undefined {
  if (!(error instanceof ToolError) || !error.message.includes('No space left on device')) return undefined;
  return new HostError('DISK_FULL', `no room left on the disk: ${error.message}`, {
    hint: 'Free some space there, or use another directory.',
    cause: error,
  });
}

/** Turns a system error of a file operation into one that says what to do. Errors of ours pass unchanged. */
export function fileError(error: unknown, action: string, path: string): LagoError {
  if (error instanceof LagoError) return error;
  const options = { cause: error };
  if (hasErrorCode(error, 'ENOSPC', 'EDQUOT')) {
    return new HostError('DISK_FULL', `cannot ${action} ${path}: no room left on the disk`, {
      hint: `Free some space on the file system of ${dirname(path)}, or use another directory.`,
      ...options,
    });
  }
  if (hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS')) {
    return new HostError('PERMISSION_DENIED', `cannot ${action} ${path}: ${messageOf(error)}`, {
      hint: `Give this user the right to use ${dirname(path)}, or use another directory.`,
      ...options,
    });
  }
  return new HostError('FILE_FAILED', `cannot ${action} ${path}: ${messageOf(error)}`, options);
}
