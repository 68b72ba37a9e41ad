import type { Config } from './config/config.ts';
import type { GlobalValues } from './global-options.ts';
import type { CliIo } from './io.ts';
import type { OptionSpec, OptionSpecs, OptionValues } from './options.ts';
import type { Logger, PluginReference, Sdk } from './sdk.ts';
/** One call of a verb: what it was given, and what it may use. */
export interface Call<S extends OptionSpecs = OptionSpecs> {
    /** Positional arguments, in order. */
    readonly args: readonly string[];
    readonly options: OptionValues<S>;
    readonly global: GlobalValues;
    /** What the configuration says, beyond this verb's options. */
    readonly config: Config;
    /** Plugins that could be loaded, for calls into the SDK. */
    readonly plugins: readonly PluginReference[];
    /** All verbs that there are. */
    readonly verbs: readonly Verb[];
    /** Whether an option stands on the command line, not only in the configuration. */
    isGiven(spec: OptionSpec<unknown>): boolean;
    readonly io: CliIo;
    readonly sdk: Sdk;
    readonly log: Logger;
    /** Prints the verb's result on standard output, in the format asked for. */
    print(value: unknown): void;
    /** Prints records, which formats for people and `grep` show by the key `name`: they cannot tell lists' items apart. */
    printRecords<K extends string>(name: K, records: readonly (object & {
        readonly [key in K]: string;
    })[]): void;
    /** Writes text to standard output as it is. */
    write(text: string): void;
    /** Names the lago.log into which the stack goes if this call fails. */
    logFailureTo(file: string): void;
}
/** A positional argument, as commander takes it: `HOST`, `[VM...]`. */
export interface VerbArgument {
    readonly syntax: `<${string}>` | `[${string}]`;
    readonly description: string;
    /** All that it can be; for completions. */
    readonly choices?: readonly string[];
}
/** A sub-command of `lago`. */
export interface Verb<S extends OptionSpecs = OptionSpecs> {
    /** One word, or two for a verb of a group: `templates list`. Summaries of groups are in verb-groups.ts. */
    readonly name: string;
    readonly aliases?: readonly string[];
    /** One line for the list of verbs. */
    readonly summary: string;
    readonly arguments?: readonly VerbArgument[];
    readonly options: S;
    /** Sections of the configuration that give defaults to its options after its own, for verbs that share options. */
    readonly sections?: readonly string[];
    /** A call to copy, without the leading `lago`. */
    readonly example: string;
    /** More to know, shown after the options. */
    readonly notes?: string;
    /** Everything after the first argument belongs to that, options included. */
    readonly passThrough?: boolean;
    /** Does the work. @returns the exit code; nothing means 0. */
    run(call: Call<S>): Promise<number | undefined>;
}
/** Lets the compiler find the types of a verb's options. */
export declare function defineVerb<S extends OptionSpecs>(verb: Verb<S>): Verb<S>;
