import { Option } from 'commander';
import { UsageError } from './usage-error.ts';

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
export function flag(flags: string, description: string): OptionSpec<boolean> {
  return { flags, description, fallback: false, parse: parseBoolean };
}

/** One text. */
export function text(flags: string, description: string, extras: OptionExtras = {}): OptionSpec<string | undefined> {
  return { flags, description, fallback: undefined, parse: nonEmpty, ...extras };
}

/** Several texts, each with the option repeated. In the configuration: separated by commas. */
export function texts(flags: string, description: string, extras: OptionExtras = {}): OptionSpec<readonly string[]> {
  const parse = (value: string, previous: readonly string[]) => [...previous, nonEmpty(value)];
  return { flags, description, fallback: [], repeatable: true, parse, ...extras };
}

/** One of a few words. */
export function choice<const C extends string>(
  flags: string,
  description: string,
  choices: readonly C[],
  extras: OptionExtras = {},
): OptionSpec<C | undefined> {
  const parse = (value: string) => {
    const found = choices.find((entry) => entry === value);
    if (found === undefined) throw new UsageError(`expected one of ${choices.join(', ')}`);
    return found;
  };
  return { flags, description, fallback: undefined, choices, parse, ...extras };
}

/** A whole number. */
export function integer(
  flags: string,
  description: string,
  { minimum, ...extras }: OptionExtras & { readonly minimum?: number } = {},
): OptionSpec<number | undefined> {
  const expected = minimum === undefined ? 'a whole number' : `a whole number from ${minimum}`;
  const parse = (value: string) => {
    const number = Number(value);
    if (!/^[+-]?\d{1,9}$/.test(value) || number < (minimum ?? number)) throw new UsageError(`expected ${expected}`);
    return number;
  };
  return { flags, description, fallback: undefined, parse, ...extras };
}

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** A time span in seconds, or with a unit: `90`, `90s`, `15m`, `2h`, `1d`. */
export function seconds(flags: string, description: string, extras: OptionExtras = {}): OptionSpec<number | undefined> {
  const parse = (value: string) => {
    const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)([smhd]?)$/.exec(value) ?? [];
    const result = Number(number) * (UNITS[unit] ?? 1);
    if (number === '' || result <= 0)
      throw new UsageError('expected a time span above 0, such as 90 (seconds), 15m or 2h');
    return result;
  };
  return { flags, description, fallback: undefined, parse, ...extras };
}

const SIZES: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** A size in bytes, or with a unit: `500M`, `20GiB`. Units are powers of 1024, as elsewhere in Lago. */
export function bytes(flags: string, description: string, extras: OptionExtras = {}): OptionSpec<number | undefined> {
  const parse = (value: string) => {
    const [, number = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?)(?:([KMGT])(?:iB|B)?)?$/i.exec(value) ?? [];
    if (number === '') throw new UsageError('expected a size, such as 500M or 20GiB');
    return Math.floor(Number(number) * (SIZES[unit.toUpperCase()] ?? 1));
  };
  return { flags, description, fallback: undefined, parse, ...extras };
}

/** The commander option for a spec. Values are parsed later, from text, where their source is known. */
export function toOption(spec: OptionSpec<unknown>): Option {
  const names = spec.choices === undefined ? '' : ` (${spec.choices.join(', ')})`;
  const preset = spec.preset === undefined ? '' : `; ${spec.preset} by default`;
  const option = new Option(spec.flags, `${spec.description}${preset}${names}`);
  if (spec.repeatable && !option.variadic) {
    option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
  }
  return option;
}

/** Name in the configuration: `--out-format` is `out_format`. */
export function configName(spec: OptionSpec<unknown>): string {
  const long = /--([\w-]+)/.exec(spec.flags)?.[1] ?? '';
  return long.replaceAll('-', '_').toLowerCase();
}

/** All names in the configuration, the one that we write first. */
export function configNames(spec: OptionSpec<unknown>): readonly string[] {
  return [configName(spec), ...(spec.configNames ?? [])];
}

/** The long flag, for messages. */
export function longFlag(spec: OptionSpec<unknown>): string {
  return /--[\w-]+/.exec(spec.flags)?.[0] ?? spec.flags;
}

/** The short flag, if there is one. */
export function shortFlag(spec: OptionSpec<unknown>): string | undefined {
  return /^-\w(?=,)/.exec(spec.flags)?.[0];
}

/** Whether the option takes a value. */
export function takesValue(spec: OptionSpec<unknown>): boolean {
  return /[<[]/.test(spec.flags);
}

function nonEmpty(value: string): string {
  if (value === '') throw new UsageError('expected a text that is not empty');
  return value;
}

function parseBoolean(value: string): boolean {
  const word = value.toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(word)) return true;
  if (['0', 'false', 'no', 'off'].includes(word)) return false;
  throw new UsageError('expected true or false');
}
