import type { LogLevel, LogSink } from '../host/log.ts';
/** Passes events on to what {@link addStreamLogger} has added. */
export declare const streamLoggers: LogSink;
/**
 * Shows on a stream what happens to all environments of this process from now on, those that are open included; one line
 * per event, free of secrets. The only call that acts on others: the option `log` shows what one call does.
 *
 * @param level least important messages shown; `debug` by default, which is everything.
 * @param stream standard error by default.
 * @returns takes it away again.
 */
export declare function addStreamLogger(level?: LogLevel, stream?: {
    write(text: string): unknown;
}): () => void;
