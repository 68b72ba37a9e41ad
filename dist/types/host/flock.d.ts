import type { FileHandle } from 'node:fs/promises';
/** How to lock a file that is open. */
export interface FlockOptions {
    readonly mode: 'exclusive' | 'shared';
    /** For messages. */
    readonly path: string;
    readonly what: string;
    /** Milliseconds to wait for others. */
    readonly timeoutMs: number;
    readonly signal?: AbortSignal | undefined;
}
/**
 * Takes a kernel lock (flock) on an open file. It lives exactly as long as the descriptor, also through SIGKILL: `flock`
 * locks a descriptor that it inherits from us.
 *
 * @returns false when others held it all the time.
 * @throws {ToolError} `LOCK_FAILED`; {@link HostError} `TOOL_MISSING`; {@link CancelledError}.
 */
export declare function flock(file: FileHandle, options: FlockOptions): Promise<boolean>;
