import { HostError, ToolError } from './errors.ts';
import type { Logger } from './log.ts';
/** How to run a program. */
export interface RunOptions {
    readonly cwd?: string;
    /** Variables added to (or, with undefined, taken from) those of this process. */
    readonly env?: Readonly<Record<string, string | undefined>>;
    /** Text or bytes for standard input; nothing by default. */
    readonly input?: string | Uint8Array;
    /** Characters of a stream that are taken at most; 64 Mi by default. */
    readonly maxOutput?: number;
    /** Milliseconds until the program is ended; no limit by default. */
    readonly timeout?: number;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
    /** Called with each line of both streams as it comes. */
    readonly onLine?: (line: string) => void;
}
/** What a program that ran gave back. `code` is -1 when a signal ended it, which is named then. */
export interface RunResult {
    readonly code: number;
    readonly signal?: string;
    readonly stdout: string;
    readonly stderr: string;
}
/**
 * Runs a program with an argument array, never through a shell, and waits for it.
 *
 * @throws {HostError} `TOOL_MISSING` when the program is not installed.
 * @throws {ToolError} `TOOL_FAILED` when it cannot be started, or its output cannot be read or is too much.
 * @throws {CancelledError} when `signal` fires; the program gets SIGTERM, then SIGKILL after 2 s.
 */
export declare function tryRun(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
/**
 * Like {@link tryRun}, but a failure throws.
 *
 * @throws {ToolError} `TOOL_FAILED` when the exit code is not 0; the message ends with the program's error output.
 */
export declare function run(program: string, args: readonly string[], options?: RunOptions): Promise<RunResult>;
/** The error for a program that ended with a code other than 0. */
export declare function toolFailed(program: string, args: readonly string[], result: RunResult): ToolError;
/** The error for a program that is not there; its hint names the package. */
export declare function toolMissing(program: string, cause: unknown): HostError;
