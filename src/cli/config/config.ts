import type { PluginReference } from '../sdk.ts';
import { UsageError } from '../usage-error.ts';
import { configKey } from './ini.ts';
import { type ConfigEntry, environmentEntries, fileEntries, GLOBAL_SECTION } from './sources.ts';

/** What the configuration says: files, then variables; the later source wins, key by key. */
export interface Config {
  /** @param section `lago` for global options, else the name of a verb; dashes and underscores are the same. */
  get(section: string, name: string): ConfigEntry | undefined;
  /** All settings that count, in the order of their sources. */
  readonly entries: readonly ConfigEntry[];
  /** `plugins` of the section `[lago]`. */
  readonly plugins: readonly PluginReference[];
  /** A file that is no INI: reported when a verb runs, so that help still works. */
  readonly problem: UsageError | undefined;
}

/**
 * Reads the configuration.
 *
 * @param files least important first
 */
export function readConfig(
  files: readonly string[],
  { env, cwd }: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string },
): Config {
  const values = new Map<string, ConfigEntry>();
  let problem: UsageError | undefined;
  const add = (entries: readonly ConfigEntry[]) => {
    for (const entry of entries) if (entry.text !== '') values.set(`${entry.section}/${entry.name}`, entry);
  };
  for (const file of files) {
    try {
      add(fileEntries(file));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problem ??= error;
    }
  }
  add(environmentEntries(env, cwd));
  const get: Config['get'] = (section, name) => values.get(`${configKey(section)}/${configKey(name)}`);
  return { get, entries: [...values.values()], plugins: pluginsOf(get(GLOBAL_SECTION, 'plugins')), problem };
}

function pluginsOf(entry: ConfigEntry | undefined): PluginReference[] {
  if (entry === undefined) return [];
  const { directory, origin } = entry;
  return listItems(entry.text).map((specifier) => ({ specifier, directory, origin }));
}

/** Items of a setting that is a list: one per line, or separated by commas in one line. */
export function listItems(text: string): string[] {
  return text
    .split(text.includes('\n') ? '\n' : ',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
