import { type LogLevel, type LogSink } from './log.ts';
/** Makes text from a guest or another program safe to print: control characters become visible. */
export declare function printable(text: string): string;
/**
 * Appends every event, debug ones too, to a file: one line per event, `time level task > sub-task: text`. Text over
 * several lines is indented. A file that cannot be written (its directory was destroyed meanwhile) is given up silently.
 */
export declare function fileSink(file: string): LogSink;
/** Writes events of at least `level` to a stream, in the form of {@link fileSink}; tasks are `info`. */
export declare function streamSink(stream: {
    write(text: string): unknown;
}, level: LogLevel): LogSink;
/** Writes a time span as Lago does, `0:01:05`, with tenths below a minute. */
export declare function duration(milliseconds: number): string;
