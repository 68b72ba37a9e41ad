import { Report } from './report.ts';
import { type MapNode } from './tree.ts';
/**
 * Text of an init file to its tree. JSON needs no parser of its own: YAML's reads it, tabs included, and gives
 * positions. Findings go to the report; no tree when the text is not a mapping.
 *
 * @param starter what a file that is none should have, as a hint.
 */
export declare function parseSyntax(text: string, file: string, starter?: string): {
    readonly report: Report;
    readonly root?: MapNode;
};
