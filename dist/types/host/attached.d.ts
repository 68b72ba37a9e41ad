import type { Stream } from 'node:stream';
import type { Logger } from './log.ts';
/** Streams with file descriptors of their own, such as those of this process. */
export interface AttachedStreams {
    readonly input: Stream;
    readonly output: Stream | 'ignore';
    readonly errors: Stream | 'ignore';
}
/**
 * Runs a program on somebody's terminal, with an argument array, and waits for it.
 *
 * @returns its exit code; 128 plus the signal's number when a signal ended it
 * @throws {HostError} `TOOL_MISSING`; {@link CancelledError} when `signal` fires: the program gets SIGTERM then, so that
 * it can put the terminal back in order, and SIGKILL after 2 s.
 */
export declare function runAttached(program: string, args: readonly string[], { input, output, errors }: AttachedStreams, options?: {
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}): Promise<number>;
