import type { Lines } from './lines.ts';
import { type KeyPath, type Problem, type SourcePosition } from './types.ts';
/** What is wrong and where, before its offset is turned into a line and a column. */
export interface Finding {
    readonly code: string;
    readonly path: KeyPath;
    /** Index into the text. */
    readonly offset: number;
    readonly message: string;
    readonly hint?: string | undefined;
}
/** Collects what is found in one file, from all stages of parsing. */
export declare class Report {
    #private;
    constructor(file: string, lines: Lines);
    /** Whether an error was found. */
    get failed(): boolean;
    /** Records a mistake that keeps the file from being used. */
    error(finding: Finding): void;
    /** Records something doubtful. */
    warning(finding: Finding): void;
    /** Line and column, both starting at 1, of an index into the text. */
    position(offset: number): SourcePosition;
    /** All findings of one severity in the order of the file; at most 1000, the last of which then counts the rest. */
    problems(severity: Problem['severity']): readonly Problem[];
}
