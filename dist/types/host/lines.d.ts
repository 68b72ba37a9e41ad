import type { Readable } from 'node:stream';
/** Cuts text into lines as it comes in pieces; very long lines come in several. */
export declare class LineSplitter {
    #private;
    constructor(onLine: (line: string) => void);
    /** Takes a piece. */
    add(chunk: Uint8Array): void;
    /** Gives what is left when no more comes. */
    end(): void;
}
/**
 * Calls back with each line of a program's output. One that breaks off ends: the program's own end says more, and the error
 * would end this process, because `readline` passes it on to its own listeners.
 */
export declare function readLines(input: Readable, onLine: (line: string) => void): void;
