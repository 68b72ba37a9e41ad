/**
 * Number of slips of the finger between two words: insertions, deletions, substitutions and swaps of neighbours
 * (Damerau-Levenshtein, optimal string alignment).
 */
export declare function editDistance(a: string, b: string): number;
/** The candidate that `word` was probably meant to be: equal but for case, `-` and `_`, or a slip or two away. */
export declare function nearMiss(word: string, candidates: Iterable<string>): string | undefined;
