import type { Config } from './config/config.ts';
import type { FrontEndExtensions, Sdk } from './sdk.ts';
import type { Verb } from './verb.ts';
/** What plugins add to the command line. */
export interface CliExtensions {
    /** All verbs: ours, then theirs. */
    readonly verbs: readonly Verb[];
    readonly outputFormats: FrontEndExtensions['outputFormats'];
    readonly config: Config;
    /** Plugins that could be loaded. */
    readonly plugins: FrontEndExtensions['loaded'];
    readonly warnings: readonly string[];
}
/** Loads the plugins that the configuration names. @throws {UserError} `PLUGIN_CLASH` */
export declare function loadCliPlugins(config: Config, verbs: readonly Verb[], load: () => Promise<Sdk>): Promise<CliExtensions>;
