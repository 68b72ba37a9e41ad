/** The group that a verb belongs to, by its full name; undefined for one that stands by itself. */
export declare function groupOf(name: string): string | undefined;
/** The word that calls a verb: the last one of its name. */
export declare function wordOf(name: string): string;
/** One line on a group for the list of verbs. */
export declare function groupSummary(group: string): string;
/** Section of the configuration that has the options of a verb: `templates-list` for `templates list`. */
export declare function sectionOf(name: string): string;
/** Something that is called by words on the command line. */
export interface Named {
    readonly name: string;
    readonly aliases?: readonly string[];
    readonly summary: string;
}
/**
 * Finds what the first words of a line call: a verb, or a group of them.
 *
 * @returns the verb, or the group that was entered without one.
 */
export declare function findVerb<V extends Named>(verbs: readonly V[], [first, second]: readonly string[]): {
    readonly verb?: V;
    readonly group?: string;
};
/** Words that may follow: those of a group's verbs, else those of all verbs by themselves and of all groups. */
export declare function verbWords(verbs: readonly Named[], group: string | undefined): {
    word: string;
    description: string;
}[];
