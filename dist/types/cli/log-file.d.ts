/** The end of a log, and how far it was read. */
export interface LogText {
    readonly text: string;
    /** Byte at which the next reading goes on. */
    readonly end: number;
}
/** Reads a log, or its last lines; a file that is not there yet is empty. */
export declare function lastLines(file: string, count?: number): Promise<LogText>;
/** Gives what is written to a file from `start` on, as it comes, until the signal fires. A truncated file starts anew. */
export declare function follow(file: string, start: number, signal: AbortSignal): AsyncGenerator<string>;
