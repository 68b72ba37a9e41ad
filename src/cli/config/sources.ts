import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { configKey, parseIni } from './ini.ts';

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
export const GLOBAL_SECTION = 'lago';

const SYSTEM_FILE = '/etc/lago/lago.conf';

/** Variables that Lago itself exports to the scripts it runs: taken for configuration, they would redirect those. */
const NOT_CONFIG: readonly string[] = ['LAGO_PREFIX_PATH', 'LAGO_WORKDIR_PATH', 'LAGO_INITFILE_PATH'];

/** Configuration files, least important first; most of them do not exist. */
export function configFiles(env: Variables): string[] {
  const home = nonEmpty(env.HOME) ?? homedir();
  // The XDG rules: the first directory is the most important one, and those that are not absolute do not count.
  const shared = (nonEmpty(env.XDG_CONFIG_DIRS) ?? '/etc/xdg').split(':').filter(isAbsolute).reverse();
  const own = nonEmpty(env.XDG_CONFIG_HOME);
  const directories = [...shared, own !== undefined && isAbsolute(own) ? own : join(home, '.config')];
  return [SYSTEM_FILE, ...directories.map((directory) => join(directory, 'lago', 'lago.conf'))];
}

/**
 * Settings of a file; none when it does not exist or cannot be read, as in Lago.
 *
 * @throws {UsageError} for a line that is no INI.
 */
export function fileEntries(file: string): ConfigEntry[] {
  const text = readIfPossible(file);
  if (text === undefined) return [];
  return parseIni(text, file).map(({ section, key, text: value, line }) => ({
    section,
    name: key,
    text: value,
    origin: `${file}:${line}`,
    isVariable: false,
    directory: dirname(file),
  }));
}

/** Settings by variables: `LAGO_<NAME>` and `LAGO__<VERB>__<NAME>`. Empty ones count as not set. */
export function environmentEntries(env: Variables, cwd: string): ConfigEntry[] {
  return Object.entries(env).flatMap(([variable, text]) => {
    const place = placeOf(variable);
    return place === undefined || text === undefined || text === ''
      ? []
      : [{ ...place, text, origin: variable, isVariable: true, directory: cwd }];
  });
}

function placeOf(variable: string): Pick<ConfigEntry, 'section' | 'name'> | undefined {
  if (NOT_CONFIG.includes(variable)) return undefined;
  const [, section, inSection] = /^LAGO__(.+?)__(.+)$/s.exec(variable) ?? [];
  if (section !== undefined && inSection !== undefined) {
    return { section: configKey(section), name: configKey(inSection) };
  }
  const [, name] = /^LAGO_([^_].*)$/s.exec(variable) ?? [];
  return name === undefined ? undefined : { section: GLOBAL_SECTION, name: configKey(name) };
}

function readIfPossible(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}
