import { type Config, listItems } from './config/config.ts';
import type { ConfigEntry } from './config/sources.ts';
import type { OptionSpec, OptionSpecs, OptionValues } from './options.ts';
import { configNames, longFlag } from './options.ts';
import { UsageError } from './usage-error.ts';

/**
 * Values of options: what the command line has, else the configuration, else the fallback.
 *
 * @param given what commander read, by attribute name
 * @throws {UsageError} for a value that the option cannot take, saying where it stands.
 */
export function optionValues<S extends OptionSpecs>(
  specs: S,
  given: (spec: OptionSpec<unknown>) => unknown,
  config: Pick<Config, 'get'>,
  section: string,
): OptionValues<S>;
export function optionValues(
  specs: OptionSpecs,
  given: (spec: OptionSpec<unknown>) => unknown,
  config: Pick<Config, 'get'>,
  section: string,
): Record<string, unknown> {
  const entries = Object.entries(specs).map(([name, spec]) => [name, settled(spec, given(spec), config, section)]);
  return Object.fromEntries(entries);
}

function settled(spec: OptionSpec<unknown>, given: unknown, config: Pick<Config, 'get'>, section: string): unknown {
  if (given === true) return true;
  if (typeof given === 'string') return parse(spec, [given], longFlag(spec));
  if (Array.isArray(given)) return parse(spec, given.map(String), longFlag(spec));
  const configured = configuredValue(spec, config, section);
  if (configured === undefined) return spec.fallback;
  const parts = spec.repeatable ? listItems(configured.text) : [configured.text];
  return parse(spec, parts, nameOf(configured));
}

/** A variable names its option, a line of a file does not. */
function nameOf({ origin, isVariable, section, name }: ConfigEntry): string {
  return isVariable ? origin : `${origin}: [${section}] ${name}`;
}

/** What the configuration says about an option, under any of its names. */
export function configuredValue(
  spec: OptionSpec<unknown>,
  config: Pick<Config, 'get'>,
  section: string,
): ConfigEntry | undefined {
  return configNames(spec)
    .map((name) => config.get(section, name))
    .find((entry) => entry !== undefined);
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
