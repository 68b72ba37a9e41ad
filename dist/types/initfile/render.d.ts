import { type Problem } from './types.ts';
/** How to show problems. */
export interface FormatOptions {
    /** Text of the file they are in; with it each problem is followed by its line. */
    readonly text?: string | undefined;
}
/**
 * Problems the way a person reads them, one after the other: place, key, what is wrong, what to do; with the text of
 * the file also the line, with a caret under the place. Nothing unprintable of the file gets through.
 */
export declare function formatProblems(problems: readonly Problem[], options?: FormatOptions): string;
