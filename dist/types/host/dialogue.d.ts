import { type RunOptions } from './exec.ts';
/** A program that answers line by line to what is written to it. It ends with its input, and so with us. */
export declare class Dialogue implements AsyncDisposable {
    #private;
    /** Starts the program, with an argument array as {@link tryRun} does. */
    constructor(program: string, args: readonly string[], options?: Pick<RunOptions, 'env' | 'signal' | 'log'>);
    /** What came on the error output since this was last asked, at most the last 4000 characters. */
    takeErrors(): string;
    /**
     * Writes lines and gathers the answer up to the line `end`.
     *
     * @returns the lines before it; undefined when the program ended instead.
     * @throws {HostError} `TOOL_MISSING`; {@link CancelledError}.
     */
    ask(lines: readonly string[], end: string): Promise<string[] | undefined>;
    /** Ends the program: its input first, a signal for one that does not heed that within 5 s. */
    [Symbol.asyncDispose](): Promise<void>;
    /** Ends the program at once. */
    kill(): void;
}
