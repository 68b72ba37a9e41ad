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
/**
 * Runs `body` while holding an exclusive lock on the file `path`, which is created when it is missing (its directory is
 * not) and stays there unless it is `temporary`. See {@link acquireLock}.
 */
export declare function withLock<T>(path: string, options: LockOptions, body: () => Promise<T>): Promise<T>;
/**
 * Takes an exclusive kernel lock (flock) on `path`. It excludes other processes, other users and other calls in this
 * process (the same lock must not be taken again inside), and ends with this process, also by SIGKILL: `flock` locks a
 * descriptor that it inherits from us, so the lock lives exactly as long as our descriptor.
 *
 * @throws {HostError} `LOCK_TIMEOUT`, naming who holds it as far as is known; `TOOL_MISSING` without util-linux.
 * @throws {ToolError} `LOCK_FAILED` when the file system cannot lock.
 * @throws {CancelledError} when the signal fires while waiting.
 */
export declare function acquireLock(path: string, options: LockOptions): Promise<Lock>;
