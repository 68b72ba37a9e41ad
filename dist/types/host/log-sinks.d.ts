import { type LogLevel, type LogSink } from './log.ts';
/** Makes text from a guest or another program safe to print: control characters become visible. */
export declare function printable(text: string): string;
/**
 * Appends every event, debug ones too, to a file: one line per event, `time level task > sub-task: text`. Text over
 * several lines is indented. A file that cannot be written (its directory was destroyed meanwhile) is given up silently.
 */
export declare function fileSink(file: string): LogSink;
/** How the tree of tasks is shown. */
export interface LineSinkOptions {
    /** Receives one line, without its line break. */
    readonly write: (line: string) => void;
    readonly level: LogLevel;
    /** Deepest level of tasks shown; negative shows all. 3 by default, as in Lago. */
    readonly depth?: number;
    readonly color?: boolean;
}
/** Shows the tree of tasks as Lago does: indented, a marker per level, each end with its result and the time taken. */
export declare function lineSink(options: LineSinkOptions): LogSink;
/** Writes a time span as Lago does, `0:01:05`, with tenths below a minute. */
export declare function duration(milliseconds: number): string;
