import { type Config } from './config/config.ts';
import type { ConfigEntry } from './config/sources.ts';
import type { OptionSpec, OptionSpecs, OptionValues } from './options.ts';
/**
 * Values of options: what the command line has, else the configuration, else the fallback.
 *
 * @param given what commander read, by attribute name
 * @throws {UsageError} for a value that the option cannot take, saying where it stands.
 */
export declare function optionValues<S extends OptionSpecs>(specs: S, given: (spec: OptionSpec<unknown>) => unknown, config: Pick<Config, 'get'>, section: string): OptionValues<S>;
/** What the configuration says about an option, under any of its names. */
export declare function configuredValue(spec: OptionSpec<unknown>, config: Pick<Config, 'get'>, section: string): ConfigEntry | undefined;
