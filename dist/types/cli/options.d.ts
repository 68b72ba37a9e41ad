import { Option } from 'commander';
/** One option of the CLI with the type of its value. */
export interface OptionSpec<T> {
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
export declare function text(flags: string, description: string): OptionSpec<string | undefined>;
/** Several texts, each with the option repeated. In the configuration: separated by commas. */
export declare function texts(flags: string, description: string): OptionSpec<readonly string[]>;
/** One of a few words. */
export declare function choice<const C extends string>(flags: string, description: string, choices: readonly C[]): OptionSpec<C | undefined>;
/** A whole number. */
export declare function integer(flags: string, description: string): OptionSpec<number | undefined>;
/** A time span in seconds, or with a unit: `90`, `90s`, `15m`, `2h`, `1d`. */
export declare function seconds(flags: string, description: string): OptionSpec<number | undefined>;
/** The commander option for a spec. Values are parsed later, from text, where their source is known. */
export declare function toOption(spec: OptionSpec<unknown>): Option;
/** Name in the configuration: `--out-format` is `out_format`. */
export declare function configName(spec: OptionSpec<unknown>): string;
/** The long flag, for messages. */
export declare function longFlag(spec: OptionSpec<unknown>): string;
