import type { Readable } from 'node:stream';
import { GuestError } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import type { RemoteProcess } from './remote-process.ts';
/** What a command in a guest gave back. */
export interface CommandStatus {
    /** Exit code; 128 plus the signal's number when a signal ended the command. */
    readonly code: number;
    readonly out: string;
    readonly err: string;
    /** For example `SIGKILL`. */
    readonly signal?: string;
}
/** How to run a command in a guest. */
export interface ExecOptions {
    /** Standard input; empty by default. */
    readonly stdin?: string | Uint8Array | Readable;
    /** Variables set for the command. */
    readonly env?: Readonly<Record<string, string>>;
    /** Run it on a terminal of 80x24; standard and error output are one then. False by default. */
    readonly pty?: boolean;
    /** Milliseconds that it may run; no limit by default. A command that runs on may go on in the guest. */
    readonly timeout?: number;
    readonly signal?: AbortSignal | undefined;
    /** Called with pieces of standard output as they come: raw bytes of a guest that is not trusted. */
    readonly onStdout?: (chunk: Buffer) => void;
    /** The same for standard error. */
    readonly onStderr?: (chunk: Buffer) => void;
    /** Keep the output for the result; true by default. Without, `out` and `err` are empty and may be of any length. */
    readonly capture?: boolean;
    /** Bytes kept of each stream; more fails with `OUTPUT_TOO_LARGE`. 16 MiB by default. */
    readonly maxBuffer?: number;
    /** Name of the command in messages; its text by default. */
    readonly title?: string;
    /** Throw `COMMAND_FAILED` unless the exit code is 0; true by default. */
    readonly check?: boolean;
}
/** A command in a guest gave another exit code than 0: code `COMMAND_FAILED`. */
export declare class CommandFailedError extends GuestError {
    readonly status: CommandStatus;
    constructor(name: string, command: string, status: CommandStatus, errors: string);
}
/**
 * Runs a command in a guest and waits for it. An array is quoted, word by word; a string is given to the login shell
 * as it is.
 *
 * @throws {CommandFailedError} `COMMAND_FAILED` for an exit code other than 0, unless `check` is false
 * @throws {GuestError} `COMMAND_TIMEOUT`, `OUTPUT_TOO_LARGE`, and as {@link GuestConnection.open}
 * @throws {UserError} `COMMAND_INVALID`
 * @throws {CancelledError} when the signal fires
 */
export declare function exec(connection: GuestConnection, command: string | readonly string[], options?: ExecOptions): Promise<CommandStatus>;
/** Gives a process its standard input, then the end of it. What reading the input fails with aborts the process. */
export declare function feed(process: RemoteProcess, input: ExecOptions['stdin']): Promise<void>;
