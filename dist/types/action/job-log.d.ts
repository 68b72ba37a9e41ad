import { type LogSink } from '../index.ts';
import type { Annotations } from './annotations.ts';
/**
 * Writes events to the runner's log: a folded group per outermost task, its sub-tasks indented, warnings and errors also
 * as annotations. Everything is neutralised first, see {@link neutralised}.
 */
export declare function jobLogSink(annotations: Annotations): LogSink;
