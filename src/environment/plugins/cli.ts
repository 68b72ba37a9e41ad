import type { Environment } from '../environment.ts';
import { loadEnv } from '../lifecycle.ts';
import type { LoadOptions } from '../options.ts';
import { OWN_NAMES } from './equip.ts';
import { type Extensions, extensionsOf, type TakenNames } from './extensions.ts';
import { guarded } from './guarded.ts';
import { loadPlugins, type PluginReference } from './load.ts';
import type { PluginCall, PluginVerb } from './plugin.ts';

/** What plugins add to a front end. */
export interface FrontEndExtensions extends Pick<Extensions, 'outputFormats' | 'verbs'> {
  /** Plugins that were loaded: to be given to the calls into the SDK. */
  readonly loaded: readonly PluginReference[];
  /** A sentence for each plugin that was not. */
  readonly warnings: readonly string[];
}

/**
 * Loads plugins for a front end that has verbs and formats.
 *
 * @param taken names of those that it has itself.
 * @throws {UserError} `PLUGIN_CLASH`
 */
export async function loadExtensions(
  references: readonly PluginReference[],
  taken: Pick<TakenNames, 'outputFormats' | 'verbs'>,
): Promise<FrontEndExtensions> {
  const { loaded, failures } = await loadPlugins(references);
  const { outputFormats, verbs } = extensionsOf(loaded.map(guarded), { ...OWN_NAMES, ...taken });
  return {
    outputFormats,
    verbs,
    loaded: loaded.map(({ reference }) => reference),
    warnings: failures.map(({ message }) => message),
  };
}

/**
 * Runs a plugin's verb.
 *
 * @param where the environment that it may open.
 * @returns the exit code.
 * @throws {ToolError} `PLUGIN_FAILED` for what the plugin did not throw on purpose, of verbs that {@link loadExtensions} gave
 */
export async function runPluginVerb(
  verb: PluginVerb,
  call: Omit<PluginCall, 'loadEnv'>,
  where: LoadOptions,
): Promise<number | undefined> {
  let opened: Environment | undefined;
  try {
    return await verb.run({
      ...call,
      loadEnv: async () => {
        opened ??= await loadEnv(where);
        return opened;
      },
    });
  } finally {
    await opened?.close();
  }
}
