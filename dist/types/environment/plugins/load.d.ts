import type { Plugin } from './plugin.ts';
/** A plugin as a configuration or a caller names it. */
export interface PluginReference {
    /** Name of an npm package, or a path. */
    readonly specifier: string;
    /** Directory that a relative path refers to, and from which packages are looked up. */
    readonly directory: string;
    /** Where it is named, for messages. */
    readonly origin?: string;
}
/** A plugin that was loaded. */
export interface LoadedPlugin {
    readonly plugin: Plugin;
    /** File URL of its module: enough to load it again. */
    readonly url: string;
    readonly reference: PluginReference;
}
/** A plugin that could not be loaded. */
export interface PluginFailure {
    readonly reference: PluginReference;
    /** One sentence for a warning, with the plugin's name and where it is named. */
    readonly message: string;
}
/** What came of loading plugins. */
export interface LoadedPlugins {
    readonly loaded: readonly LoadedPlugin[];
    readonly failures: readonly PluginFailure[];
}
/**
 * Loads plugins, in order. One that cannot be loaded is among the failures and stops nothing else.
 */
export declare function loadPlugins(references: readonly PluginReference[]): Promise<LoadedPlugins>;
