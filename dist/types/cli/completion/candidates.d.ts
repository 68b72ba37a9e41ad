import { type Completes, type OptionSpec } from '../options.ts';
import type { Verb } from '../verb.ts';
/** A word that fits, with what it is. */
export interface Candidate {
    readonly word: string;
    readonly description: string;
}
/** What the word under the cursor may be. */
export type Wanted = {
    readonly kind: 'words';
    readonly words: readonly Candidate[];
} | {
    readonly kind: 'names';
    readonly of: Completes;
} | {
    readonly kind: 'files';
};
/** A command line up to the word under the cursor, understood as far as that goes. */
export interface Line {
    readonly wanted: Wanted;
    /** Text of global options that stand before it, by their long flags: they tell which environment is meant. */
    readonly given: ReadonlyMap<string, string>;
}
type Spec = OptionSpec<unknown>;
/**
 * Finds out what may stand under the cursor.
 *
 * @param before words after the name of the program, without the one under the cursor
 */
export declare function readLine(verbs: readonly Verb[], before: readonly string[], current: string): Line;
/** What an option takes, for `--option=` as well. */
export declare function valuesOf(spec: Spec): Wanted;
/** Options of a verb, then the global ones that it does not hide. */
export declare function optionsOf(verb: Verb | undefined): readonly Spec[];
export {};
