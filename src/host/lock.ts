import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { HostError, hasErrorCode, ToolError, throwIfCancelled } from './errors.ts';
import { fileError } from './files.ts';
import { flock } from './flock.ts';
import { isSameFile } from './hold.ts';
import type { Logger } from './log.ts';

/** How to take a lock. */
export interface LockOptions {
  /** What the lock protects, for messages: `the subnet leases`, `template debian12:v1`. */
  readonly what: string;
  /** Milliseconds to wait for the present holder. */
  readonly timeoutMs: number;
  /** Milliseconds of waiting after which the log says so; 2000 by default. */
  readonly noticeAfterMs?: number;
  /** Removes the lock file at the end, for locks of which there are many. It stays by default. */
  readonly temporary?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Logger | undefined;
}

/** A lock that is held. */
export interface Lock extends AsyncDisposable {
  /** Gives the lock back; fine when called again. */
  release(): Promise<void>;
}

const HOLDER_BYTES = 300;

/**
 * Runs `body` while holding an exclusive lock on the file `path`, which is created when it is missing (its directory is
 * not) and stays there unless it is `temporary`. See {@link acquireLock}.
 */
export async function withLock<T>(path: string, options: LockOptions, body: () => Promise<T>): Promise<T> {
  const lock = await acquireLock(path, options);
  try {
    return await body();
  } finally {
    await lock.release();
  }
}

/**
 * Takes an exclusive kernel lock (flock) on `path`. It excludes other processes, other users and other calls in this
 * process (the same lock must not be taken again inside), and ends with this process, also by SIGKILL: `flock` locks a
 * descriptor that it inherits from us, so the lock lives exactly as long as our descriptor.
 *
 * @throws {HostError} `LOCK_TIMEOUT`, naming who holds it as far as is known; `TOOL_MISSING` without util-linux.
 * @throws {ToolError} `LOCK_FAILED` when the file system cannot lock.
 * @throws {CancelledError} when the signal fires while waiting.
 */
export async function acquireLock(path: string, options: LockOptions): Promise<Lock> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    throwIfCancelled(options.signal, `waiting for ${options.what}`);
    const file = await openLockFile(path);
    try {
      await lockDescriptor(file, path, options, Math.max(deadline - performance.now(), 0));
      if (await isSameFile(file, path)) {
        await writeNote(file, `process ${process.pid} (${options.what}) since ${new Date().toISOString()}\n`);
        return heldLock(file, options.temporary === true ? path : undefined);
      }
    } catch (error) {
      if (options.temporary === true && options.signal?.aborted) await removeUnheld(file, path, options.what);
      await file.close();
      throw error;
    }
    // Somebody removed the file meanwhile: what we hold excludes nobody.
    await file.close();
  }
}

function heldLock(file: FileHandle, disposable: string | undefined): Lock {
  let released: Promise<void> | undefined;
  const release = () => {
    released ??= letGo(file, disposable);
    return released;
  };
  return { release, [Symbol.asyncDispose]: release };
}

async function letGo(file: FileHandle, disposable: string | undefined): Promise<void> {
  try {
    await writeNote(file, '');
    // Those who wait for this file find out that it is gone, and start over with a new one.
    if (disposable !== undefined) await rm(disposable, { force: true }).catch(() => undefined);
  } finally {
    await file.close();
  }
}

/** Removes the file of a lock that we wanted, and perhaps made, unless somebody has it: then it is theirs to remove. */
async function removeUnheld(file: FileHandle, path: string, what: string): Promise<void> {
  try {
    const isOurs = await flock(file, { mode: 'exclusive', path, what, timeoutMs: 0 });
    if (isOurs && (await isSameFile(file, path))) await rm(path, { force: true });
  } catch {
    // Why the wait ended says more.
  }
}

/** Opens the file for writing where we may, else for reading: that is enough to lock, so users can share it. */
async function openLockFile(path: string): Promise<FileHandle> {
  try {
    const created = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o666);
    // The umask must not shut out other users. Only the creator may do this, so nobody else tries.
    await created.chmod(0o666);
    return created;
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw fileError(error, 'create the lock file', path);
  }
  for (const flags of [constants.O_RDWR, constants.O_RDONLY]) {
    try {
      return await open(path, flags | constants.O_NOFOLLOW);
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) return openLockFile(path);
      if (!hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS') || flags === constants.O_RDONLY) {
        throw fileError(error, 'open the lock file', path);
      }
    }
  }
  throw new ToolError('LOCK_FAILED', `cannot open the lock file ${path}`);
}

async function lockDescriptor(file: FileHandle, path: string, options: LockOptions, wait: number): Promise<void> {
  const { what, signal, noticeAfterMs = 2000 } = options;
  const notice = setTimeout(() => void announce(file, options), noticeAfterMs);
  try {
    const isOurs = await flock(file, { mode: 'exclusive', path, what, timeoutMs: wait, signal });
    if (!isOurs) throw await lockTimeout(file, path, options);
  } finally {
    clearTimeout(notice);
  }
}

async function announce(file: FileHandle, options: LockOptions): Promise<void> {
  options.log?.info(`waiting for ${options.what}${heldBy(await readHolder(file))}`);
}

async function lockTimeout(file: FileHandle, path: string, options: LockOptions): Promise<HostError> {
  const holder = heldBy(await readHolder(file));
  return new HostError(
    'LOCK_TIMEOUT',
    `${options.what}: the lock ${path} was not free within ${options.timeoutMs / 1000} s${holder}`,
    { hint: 'Wait until the other run is done, or end it if it hangs.' },
  );
}

/** Tells those who wait who we are. A lock file of another user may be read-only for us: then there is no note. */
async function writeNote(file: FileHandle, text: string): Promise<void> {
  const note = Buffer.from(text);
  try {
    await file.truncate(0);
    await file.write(note, 0, note.length, 0);
  } catch (error) {
    if (!hasErrorCode(error, 'EBADF', 'EINVAL', 'ENOSPC', 'EDQUOT')) throw error;
  }
}

/** Reads the holder's note, if it can be read. Others can write this file, so it is text to be made harmless. */
async function readHolder(file: FileHandle): Promise<string> {
  const nothing = { buffer: Buffer.alloc(0), bytesRead: 0 };
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HOLDER_BYTES), 0, HOLDER_BYTES, 0).catch(() => nothing);
  return buffer
    .toString('utf8', 0, bytesRead)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
}

function heldBy(holder: string): string {
  return holder === '' ? '' : `, held by ${holder}`;
}
