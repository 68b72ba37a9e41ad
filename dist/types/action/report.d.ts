import { type Logger } from '../index.ts';
import type { Annotations } from './annotations.ts';
/** Text of an error for people: its message and what to do. */
export declare function explain(error: unknown): string;
/**
 * Fails the step with the reason. Mistakes in an init file are shown where they are; the stack of an unexpected error goes
 * to the log file only.
 */
export declare function reportFailure(error: unknown, annotations: Annotations, log: Logger, workspace: string): void;
