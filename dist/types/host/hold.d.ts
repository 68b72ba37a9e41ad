import { type FileHandle } from 'node:fs/promises';
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
/**
 * Keeps a file from being removed by those who ask in the same way: a template while an overlay over it is being made, for
 * example. The lock is one of the kernel on the file itself: nothing is left beside it, and it ends with this process.
 *
 * @returns what gives it back; undefined when there is no such file (any more).
 * @throws {HostError} `LOCK_TIMEOUT` when others hold it; `TOOL_MISSING` without util-linux; `PERMISSION_DENIED`.
 * @throws {ToolError} `LOCK_FAILED`; {@link CancelledError}.
 */
export declare function holdFile(path: string, options: HoldOptions): Promise<AsyncDisposable | undefined>;
/** Whether an open file is still what its path names. */
export declare function isSameFile(file: FileHandle, path: string): Promise<boolean>;
