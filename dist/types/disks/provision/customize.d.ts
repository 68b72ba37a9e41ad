/** Options of a `virt-customize` entry: what the init file has. */
export type CustomizeOptions = Readonly<Record<string, unknown>>;
/** What an entry is checked by. */
export interface CustomizeRules {
    /** What messages call the entry: `build entry 1 of VM web`. */
    readonly what: string;
    /** Directory that relative paths refer to. */
    readonly cwd: string;
    /** Absolute directories in which files that go into the disk must lie. */
    readonly roots: readonly string[];
}
/** An option as it stands in a call, with one of its values if it has any. */
export interface CustomizeArgument {
    readonly name: string;
    readonly value?: string;
}
/**
 * Options in the order of the file, one by one. A list repeats the option; nothing (an empty string or list, null, false, 0)
 * gives the option alone, as in Lago, and so does `true` where it takes no value.
 */
export declare function customizeArguments(options: CustomizeOptions): CustomizeArgument[];
/**
 * Options as arguments of `virt-customize`; one letter takes a single dash. `ssh-inject` alone gets the given key. Each is one
 * word with its value: as a word of its own, a value after an option that takes none would be an option itself.
 */
export declare function customizeArgs(options: CustomizeOptions, publicKeyFile: string): string[];
/** File of the host that an option takes in, as it is written; undefined when it takes none. */
export declare function hostFile({ name, value }: CustomizeArgument): string | undefined;
/** Whether a value means something else for each environment: its own key, that of the user who builds, a random password. */
export declare function isForOneEnvironment({ name, value }: CustomizeArgument): boolean;
/** The user whose password an argument sets; undefined when it sets none. */
export declare function passwordUser({ name, value }: CustomizeArgument): string | undefined;
/** What is wrong with an option, whatever the host has. */
export interface OptionProblem {
    readonly name: string;
    /** Begins with the option; what it is an option of comes before. */
    readonly message: string;
    readonly hint: string;
}
/** What is wrong with the options of an entry, as far as that can be told without the host: one of each at most. */
export declare function customizeProblems(options: CustomizeOptions, isTrusted: boolean): readonly OptionProblem[];
/**
 * Checks an entry: an init file may be a stranger's.
 *
 * @throws {UserError} `BUILD_OPTION_REFUSED`, `DISK_PATH_NOT_ALLOWED`.
 */
export declare function checkCustomize(options: CustomizeOptions, { what, cwd, roots }: CustomizeRules): Promise<void>;
