import type { OptionSpec, OptionSpecs, OptionValues } from './options.ts';
/** A default that the configuration has for an option. */
export interface ConfigValue {
    readonly text: string;
    /** Where it comes from, for messages: `LAGO_LOGLEVEL`. */
    readonly origin: string;
}
/** Looks defaults up: `section` is `lago` for global options, else the name of a verb. */
export type Config = (section: string, name: string) => ConfigValue | undefined;
/** Section of the options that every verb has. */
export declare const GLOBAL_SECTION = "lago";
/** Configuration by environment variables: `LAGO_<NAME>` and `LAGO__<VERB>__<NAME>`. Empty ones count as not set. */
export declare function environmentConfig(env: Readonly<Record<string, string | undefined>>): Config;
/**
 * Values of options: what the command line has, else the configuration, else the fallback.
 *
 * @param given what commander read, by attribute name
 * @throws {UsageError} for a value that the option cannot take, saying where it stands.
 */
export declare function optionValues<S extends OptionSpecs>(specs: S, given: (spec: OptionSpec<unknown>) => unknown, config: Config, section: string): OptionValues<S>;
