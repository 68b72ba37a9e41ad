import { type LogLevel, type LogSink } from './log.ts';
/** How the tree of tasks is shown. */
export interface LineSinkOptions {
    /** Receives one line, without its line break. */
    readonly write: (line: string) => void;
    /** Least important messages that count at all. */
    readonly level: LogLevel;
    /** Levels of tasks that are shown; negative shows all. 3 by default, as in Lago. */
    readonly depth?: number;
    readonly color?: boolean;
    /** Whether tasks get lines of their own when they go well; true by default. */
    readonly tasks?: boolean;
}
/**
 * Shows the tree of tasks as Lago does: indented, a marker per level, each end with its result and the time taken. What
 * is deeper than wanted is kept back, and shown when its task fails; warnings and errors are always shown.
 */
export declare function lineSink(options: LineSinkOptions): LogSink;
