/** One `key = value` of an INI file. */
export interface IniEntry {
    /** As written, in lower case, with underscores for dashes and spaces: `copy_to_vm`, `templates_list`. */
    readonly section: string;
    /** Likewise. */
    readonly key: string;
    /** Several lines of one value are separated by line breaks. */
    readonly text: string;
    /** Line of the key, from 1. */
    readonly line: number;
}
/**
 * Reads an INI file as Lago's (Python's) reader does: `key = value` or `key: value`, comments on lines of their own with `#`
 * or `;`, further lines of a value indented deeper than its key. A percent sign is a percent sign, quotes are quotes.
 *
 * @param file name for messages
 * @throws {UsageError} for a line that is none of these, with `file:line`.
 */
export declare function parseIni(text: string, file: string): IniEntry[];
/** Names are compared in lower case, and dashes count as underscores. */
export declare function configKey(name: string): string;
