import type { Logger } from '../../host/log.ts';
/** One option of a call, and where it comes from. */
export interface Operation {
    readonly option: string;
    /** For people: `build entry 2 (LagoInitFile:14)`. */
    readonly origin: string;
}
/** Follows what a program of libguestfs says, so that a failure can be laid at the door of what it was at. */
export declare class GuestfsProgress {
    #private;
    /** @param operations the options of the call, in their order. */
    constructor(operations?: readonly Operation[]);
    /** What it is at, in its own words. */
    get stage(): string | undefined;
    /** The option that it is at, as far as it says so. */
    get current(): Operation | undefined;
    /** Takes a line of output. */
    see(line: string): void;
}
/** Says every ten seconds how far a program is, until the returned function is called. */
export declare function reportProgress(what: string, progress: GuestfsProgress, log: Logger | undefined): () => void;
