import type { Readable, Writable } from 'node:stream';
/** Standard input: a terminal, or any stream. */
export type Input = Readable & {
    readonly isTTY?: boolean;
    setRawMode?(raw: boolean): unknown;
};
/** Standard output or error: a terminal, or any stream. */
export type Output = Writable & {
    readonly isTTY?: boolean;
    readonly columns?: number;
    readonly rows?: number;
};
/** Everything the CLI takes from its process, so that it can run inside a test. */
export interface CliIo {
    readonly stdin: Input;
    readonly stdout: Output;
    readonly stderr: Output;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly cwd: string;
    /** Fires, with an {@link Interrupt} as its reason, when the process was asked to end. */
    readonly signal: AbortSignal;
}
/** Signals after which the CLI cleans up and ends. */
export declare const ENDING_SIGNALS: {
    readonly SIGHUP: 1;
    readonly SIGINT: 2;
    readonly SIGTERM: 15;
};
export type EndingSignal = keyof typeof ENDING_SIGNALS;
/** Why {@link CliIo.signal} fired. */
export declare class Interrupt extends Error {
    /** 128 plus the signal's number, as shells expect. */
    readonly exitCode: number;
    constructor(name: EndingSignal);
}
