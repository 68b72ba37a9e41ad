/** Writes text so that GitHub shows it as it is: no HTML, no Markdown, no line breaks. */
export declare function escaped(text: string): string;
/** Writes text over several lines as a block of code that it cannot get out of. */
export declare function codeBlock(text: string): string;
/** Part of a document: what comes before, the lines that may be left out from the end, what comes after. */
export interface Section {
    readonly head: string;
    readonly rows: readonly string[];
    /** Text in place of rows that were left out. */
    readonly more?: (left: number) => string;
    readonly tail?: string;
}
/**
 * Puts sections together without ever exceeding a number of bytes: GitHub drops a whole summary that is too large. Earlier
 * sections come first; of one that does not fit as many rows are kept as do, one without room for a row is left out.
 */
export declare function withinBudget(sections: readonly Section[], budget: number): string;
