/**
 * Replaces `$NAME`, `${NAME}` and `${NAME:-default}` by the values in `variables`. References to names that are not in
 * it stay as written, as does any other `$`. A name that is in it with the value undefined or '' gives its default,
 * or stays as written when there is none (as Lago leaves unknown names).
 */
export declare function expandVariables(text: string, variables: Readonly<Record<string, string | undefined>>): string;
/** What {@link Expander} may take values from. */
export interface ExpanderOptions {
    /** Value of `$LAGO_INITFILE_PATH`. */
    readonly directory: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Names besides `LAGO_*` that may be expanded. */
    readonly allowedVariables: readonly string[];
}
/** A reference that was left as written, and why. */
export interface Unexpanded {
    readonly name: string;
    readonly reason: 'not-allowed' | 'not-set';
}
/** Expands the references of an init file that are safe and known at parse time. */
export declare class Expander {
    #private;
    constructor(options: ExpanderOptions);
    /** The text with its references replaced; `left` names those that stay although they look meant. */
    expand(text: string): {
        readonly text: string;
        readonly left: readonly Unexpanded[];
    };
}
