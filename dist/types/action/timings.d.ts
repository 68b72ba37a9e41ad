import type { LogSink } from '../index.ts';
/** How long one task took. */
export interface Timing {
    readonly title: string;
    /** 0 for the outermost tasks. */
    readonly depth: number;
    readonly milliseconds: number;
    readonly failed: boolean;
}
/** Takes note of how long tasks took, outermost ones and those right below, for the summary. */
export declare class Timings {
    #private;
    readonly sink: LogSink;
    /** Tasks that have ended, in the order in which they began. */
    get all(): readonly Timing[];
}
