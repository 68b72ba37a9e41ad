import type { Output } from './io.ts';
import type { LogSink, Sdk } from './sdk.ts';
/** How the tree is drawn. */
export interface TreeOptions {
    /** Levels of tasks that are shown; negative shows all. */
    readonly depth: number;
    readonly color: boolean;
    /** Whether the terminal has more than ASCII. */
    readonly unicode: boolean;
}
/**
 * Draws the tree of tasks at the bottom of a terminal while they are at work, and leaves it there when the outermost one
 * has ended. Lines of the log go through {@link line}: they scroll by above it.
 */
export declare class TaskTree implements Disposable {
    #private;
    /** Learns here of tasks. */
    readonly sink: LogSink;
    constructor(output: Output, sdk: Pick<Sdk, 'duration' | 'printable'>, options: TreeOptions);
    /** Writes one line of the log, above the tree. */
    line(text: string): void;
    /** Leaves what there is of the tree and stops. */
    [Symbol.dispose](): void;
}
