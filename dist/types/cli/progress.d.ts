import type { Output } from './io.ts';
import type { LogSink } from './sdk.ts';
/**
 * Shows that long tasks are still at work: on a terminal by a last line that renews itself, elsewhere by a line now and
 * then. All lines of the log go through {@link line}, so that they never mix with it.
 */
export declare class Progress implements Disposable {
    #private;
    /** Learns here which tasks are open. */
    readonly sink: LogSink;
    /** @param printable makes titles of tasks safe to print. */
    constructor(output: Output, printable: (text: string) => string);
    /** Writes one line of the log. */
    line(text: string): void;
    /** Takes the last line away and stops. */
    [Symbol.dispose](): void;
}
