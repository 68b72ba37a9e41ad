import { Option } from 'commander';
/** Names that a shell completes from the environment. */
export type Completes = 'vm' | 'prefix' | 'snapshot' | 'template';
/** What some options have besides. */
export interface OptionExtras {
    /** Text of the value that counts when nobody says anything; for help and `lago config`. */
    readonly preset?: string;
    /** What a shell completes its value with, where that is no file. */
    readonly completes?: Completes;
    /** Its value is shown nowhere, and kept out of the log. */
    readonly secret?: boolean;
    /** Further names that Lago's configuration files have for it. */
    readonly configNames?: readonly string[];
}
/** One option of the CLI with the type of its value. */
export interface OptionSpec<T> extends OptionExtras {
    /** As commander takes them: `-f, --out-format <format>`. */
    readonly flags: string;
    readonly description: string;
    /** Value when neither the command line nor the configuration gives one. */
    readonly fallback: T;
    /** May be given several times; the values add up. */
    readonly repeatable?: boolean;
    /** Lago has it, and it works, but nobody should start to use it. */
    readonly deprecated?: boolean;
    readonly choices?: readonly string[];
    /**
     * Makes the value from text of the command line or of the configuration.
     *
     * @param previous value so far, of options that can be repeated
     * @throws {UsageError} naming what was expected; the caller says where it was found.
     */
    parse(text: string, previous: T): T;
}
/** Options by the name under which a verb reads them. */
export type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;
/** Values of options, under the same names. */
export type OptionValues<S extends OptionSpecs> = {
    readonly [K in keyof S]: S[K] extends OptionSpec<infer T> ? T : never;
};
/** On or off; off by default, also for those whose name starts with `--no-`. */
export declare function flag(flags: string, description: string): OptionSpec<boolean>;
/** One text. */
export declare function text(flags: string, description: string, extras?: OptionExtras): OptionSpec<string | undefined>;
/** Several texts, each with the option repeated. In the configuration: separated by commas. */
export declare function texts(flags: string, description: string, extras?: OptionExtras): OptionSpec<readonly string[]>;
/** One of a few words. */
export declare function choice<const C extends string>(flags: string, description: string, choices: readonly C[], extras?: OptionExtras): OptionSpec<C | undefined>;
/** A whole number. */
export declare function integer(flags: string, description: string, { minimum, ...extras }?: OptionExtras & {
    readonly minimum?: number;
}): OptionSpec<number | undefined>;
/** A time span in seconds, or with a unit: `90`, `90s`, `15m`, `2h`, `1d`. */
export declare function seconds(flags: string, description: string, extras?: OptionExtras): OptionSpec<number | undefined>;
/** A size in bytes, or with a unit: `500M`, `20GiB`. Units are powers of 1024, as elsewhere in Lago. */
export declare function bytes(flags: string, description: string, extras?: OptionExtras): OptionSpec<number | undefined>;
/** The commander option for a spec. Values are parsed later, from text, where their source is known. */
export declare function toOption(spec: OptionSpec<unknown>): Option;
/** Name in the configuration: `--out-format` is `out_format`. */
export declare function configName(spec: OptionSpec<unknown>): string;
/** All names in the configuration, the one that we write first. */
export declare function configNames(spec: OptionSpec<unknown>): readonly string[];
/** The long flag, for messages. */
export declare function longFlag(spec: OptionSpec<unknown>): string;
/** The short flag, if there is one. */
export declare function shortFlag(spec: OptionSpec<unknown>): string | undefined;
/** Whether the option takes a value. */
export declare function takesValue(spec: OptionSpec<unknown>): boolean;
