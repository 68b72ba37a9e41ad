import type { PluginReference } from '../sdk.ts';
import { UsageError } from '../usage-error.ts';
import { type ConfigEntry } from './sources.ts';
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
export declare function readConfig(files: readonly string[], { env, cwd }: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly cwd: string;
}): Config;
/** Items of a setting that is a list: one per line, or separated by commas in one line. */
export declare function listItems(text: string): string[];
