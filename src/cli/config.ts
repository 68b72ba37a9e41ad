import type { OptionSpec, OptionSpecs, OptionValues } from './options.ts';
import { configName, longFlag } from './options.ts';
import { UsageError } from './usage-error.ts';

/** A default that the configuration has for an option. */
export interface ConfigValue {
  readonly text: string;
  /** Where it comes from, for messages: `LAGO_LOGLEVEL`. */
  readonly origin: string;
}

/** Looks defaults up: `section` is `lago` for global options, else the name of a verb. */
export type Config = (section: string, name: string) => ConfigValue | undefined;

/** Section of the options that every verb has. */
export const GLOBAL_SECTION = 'lago';

/** Variables that Lago itself exports to the scripts it runs: taken for configuration, they would redirect those. */
const NOT_CONFIG: readonly string[] = ['LAGO_PREFIX_PATH', 'LAGO_WORKDIR_PATH', 'LAGO_INITFILE_PATH'];

/** Configuration by environment variables: `LAGO_<NAME>` and `LAGO__<VERB>__<NAME>`. Empty ones count as not set. */
export function environmentConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const variables = Object.entries(env).flatMap(([name, value]) => {
    const key = configKey(name);
    return key === undefined || value === undefined || value === ''
      ? []
      : [[key, { text: value, origin: name }] as const];
  });
  const values = new Map<string, ConfigValue>(variables);
  return (section, name) => values.get(`${section}/${name}`);
}

function configKey(variable: string): string | undefined {
  if (NOT_CONFIG.includes(variable)) return undefined;
  const [, section, inSection] = /^LAGO__(.+?)__(.+)$/s.exec(variable) ?? [];
  if (section !== undefined && inSection !== undefined) {
    return `${section.toLowerCase().replaceAll('-', '_')}/${inSection.toLowerCase()}`;
  }
  const [, name] = /^LAGO_([^_].*)$/s.exec(variable) ?? [];
  return name === undefined ? undefined : `${GLOBAL_SECTION}/${name.toLowerCase()}`;
}

/**
 * Values of options: what the command line has, else the configuration, else the fallback.
 *
 * @param given what commander read, by attribute name
 * @throws {UsageError} for a value that the option cannot take, saying where it stands.
 */
export function optionValues<S extends OptionSpecs>(
  specs: S,
  given: (spec: OptionSpec<unknown>) => unknown,
  config: Config,
  section: string,
): OptionValues<S>;
export function optionValues(
  specs: OptionSpecs,
  given: (spec: OptionSpec<unknown>) => unknown,
  config: Config,
  section: string,
): Record<string, unknown> {
  const entries = Object.entries(specs).map(([name, spec]) => [name, settled(spec, given(spec), config, section)]);
  return Object.fromEntries(entries);
}

function settled(spec: OptionSpec<unknown>, given: unknown, config: Config, section: string): unknown {
  if (given === true) return true;
  if (typeof given === 'string') return parse(spec, [given], longFlag(spec));
  if (Array.isArray(given)) return parse(spec, given.map(String), longFlag(spec));
  const configured = config(section.replaceAll('-', '_'), configName(spec));
  if (configured === undefined) return spec.fallback;
  const parts = spec.repeatable ? configured.text.split(',').map((part) => part.trim()) : [configured.text];
  return parse(spec, parts, configured.origin);
}

function parse(spec: OptionSpec<unknown>, texts: readonly string[], origin: string): unknown {
  let value = spec.fallback;
  for (const text of texts) {
    try {
      value = spec.parse(text, value);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${origin}: ${JSON.stringify(text)} is not possible: ${error.message}`, error.hint);
    }
  }
  return value;
}
