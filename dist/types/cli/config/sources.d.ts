type Variables = Readonly<Record<string, string | undefined>>;
/** One setting of one source. */
export interface ConfigEntry {
    /** `lago` for global options, else the name of a verb with underscores. */
    readonly section: string;
    /** Long name of the option with underscores. */
    readonly name: string;
    readonly text: string;
    /** Where it stands, for people: `/etc/lago/lago.conf:3`, `LAGO_LOGLEVEL`. */
    readonly origin: string;
    /** Whether it is a variable; many of those are no settings. */
    readonly isVariable: boolean;
    /** Directory that a relative path in it refers to. */
    readonly directory: string;
}
/** Section of the options that every verb has. */
export declare const GLOBAL_SECTION = "lago";
/** Configuration files, least important first; most of them do not exist. */
export declare function configFiles(env: Variables): string[];
/**
 * Settings of a file; none when it does not exist or cannot be read, as in Lago.
 *
 * @throws {UsageError} for a line that is no INI.
 */
export declare function fileEntries(file: string): ConfigEntry[];
/** Settings by variables: `LAGO_<NAME>` and `LAGO__<VERB>__<NAME>`. Empty ones count as not set. */
export declare function environmentEntries(env: Variables, cwd: string): ConfigEntry[];
export {};
