import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { HostError, hasErrorCode } from './errors.ts';
import { fileError } from './files.ts';
import { flock } from './flock.ts';
import type { Logger } from './log.ts';

/** How to hold a file. */
export interface HoldOptions {
  /** `shared` by all who use the file as it is, `exclusive` for whoever wants to remove or replace it. */
  readonly mode: 'shared' | 'exclusive';
  /** What the file is, for messages: `template debian12:v1`. */
  readonly what: string;
  /** Milliseconds to wait for those who hold it otherwise; 0 by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
}

/** Milliseconds of waiting after which the log says so. */
const NOTICE_AFTER = 2000;

/**
 * Keeps a file from being removed by those who ask in the same way: a template while an overlay over it is being made, for
 * example. The lock is one of the kernel on the file itself: nothing is left beside it, and it ends with this process.
 *
 * @returns what gives it back; undefined when there is no such file (any more).
 * @throws {HostError} `LOCK_TIMEOUT` when others hold it; `TOOL_MISSING` without util-linux; `PERMISSION_DENIED`.
 * @throws {ToolError} `LOCK_FAILED`; {@link CancelledError}.
 */
export async function holdFile(path: string, options: HoldOptions): Promise<AsyncDisposable | undefined> {
  const { mode, what, timeoutMs = 0, signal, log } = options;
  const file = await openFile(path, mode);
  if (file === undefined) return undefined;
  const notice = setTimeout(() => log?.info(`waiting for ${what}, which others use`), NOTICE_AFTER);
  try {
    if (!(await flock(file, { mode, path, what, timeoutMs, signal }))) throw busy(what, path);
    if (await isSameFile(file, path)) return { [Symbol.asyncDispose]: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  } finally {
    clearTimeout(notice);
  }
  await file.close();
  return undefined;
}

/** Whether an open file is still what its path names. */
export async function isSameFile(file: FileHandle, path: string): Promise<boolean> {
  const ours = await file.stat();
  try {
    const there = await stat(path);
    return there.ino === ours.ino && there.dev === ours.dev;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return false;
    throw fileError(error, 'read', path);
  }
}

/** Some file systems lock for writing only what is open for writing. */
async function openFile(path: string, mode: HoldOptions['mode']): Promise<FileHandle | undefined> {
  const access = mode === 'shared' ? constants.O_RDONLY : constants.O_RDWR;
  try {
    return await open(path, access | constants.O_NOFOLLOW);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    // Whoever may remove a file need not be allowed to write it.
    if (mode === 'exclusive' && hasErrorCode(error, 'EACCES', 'EPERM')) return openFile(path, 'shared');
    throw fileError(error, 'lock', path);
  }
}

function busy(what: string, path: string): HostError {
  return new HostError('LOCK_TIMEOUT', `${what} is in use by a run that is under way (${path})`, {
    hint: 'Wait until that run is done.',
  });
}
