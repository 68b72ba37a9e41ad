import type { Output } from './io.ts';
import type { LogSink } from './sdk.ts';
/**
 * Shows where there is no terminal that long tasks are still at work, by a line now and then. All lines of the log go
 * through {@link line}: they are signs of life, too.
 */
export declare class Progress implements Disposable {
    #private;
    /** Learns here which tasks are open. */
    readonly sink: LogSink;
    /** @param printable makes titles of tasks safe to print. */
    constructor(output: Output, printable: (text: string) => string);
    /** Writes one line of the log. */
    line(text: string): void;
    /** Stops. */
    [Symbol.dispose](): void;
}
