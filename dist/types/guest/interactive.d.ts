import type { Readable, Writable } from 'node:stream';
import type { GuestConnection } from './connection.ts';
/** Standard input as a terminal has it; a plain stream will do. */
export type TerminalInput = Readable & {
    readonly isTTY?: boolean;
    /** Passes every key on at once, as it is. */
    setRawMode?(raw: boolean): unknown;
};
/** Standard output as a terminal has it; a plain stream will do. */
export type TerminalOutput = Writable & {
    readonly columns?: number;
    readonly rows?: number;
};
/** An interactive shell, or a command attached to the caller's streams. */
export interface InteractiveOptions {
    /** What to run; the user's login shell by default. */
    readonly command?: string | readonly string[];
    readonly input: TerminalInput;
    readonly output: TerminalOutput;
    /** Error output; on a terminal it comes with the standard output. */
    readonly errors: Writable;
    /** Kind of terminal; `xterm-256color` by default. */
    readonly term?: string;
    readonly signal?: AbortSignal | undefined;
}
/**
 * Runs a shell or a command in a guest with the caller's streams attached, and returns its exit code. There is a
 * terminal in the guest when `input` is one; it is in raw mode meanwhile, and its size is passed on. What the guest
 * writes goes to `output` as it is: that is a terminal's business.
 *
 * @throws as {@link GuestConnection.open}
 */
export declare function interactive(connection: GuestConnection, options: InteractiveOptions): Promise<number>;
