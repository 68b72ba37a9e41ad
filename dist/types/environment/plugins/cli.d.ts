import type { LoadOptions } from '../options.ts';
import { type Extensions, type TakenNames } from './extensions.ts';
import { type PluginReference } from './load.ts';
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
export declare function loadExtensions(references: readonly PluginReference[], taken: Pick<TakenNames, 'outputFormats' | 'verbs'>): Promise<FrontEndExtensions>;
/**
 * Runs a plugin's verb.
 *
 * @param where the environment that it may open.
 * @returns the exit code.
 * @throws {ToolError} `PLUGIN_FAILED` for what the plugin did not throw on purpose, of verbs that {@link loadExtensions} gave
 */
export declare function runPluginVerb(verb: PluginVerb, call: Omit<PluginCall, 'loadEnv'>, where: LoadOptions): Promise<number | undefined>;
