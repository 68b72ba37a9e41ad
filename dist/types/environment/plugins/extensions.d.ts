import type { ServiceProvider } from '../../guest/services/provider.ts';
import type { ProviderFactory } from '../../providers/providers.ts';
import type { LoadedPlugin } from './load.ts';
import type { OutputFormat, PluginVerb, VmClass } from './plugin.ts';
/** Type of machines that no plugin changes. */
export declare const DEFAULT_VM_TYPE = "default";
/** What plugins add, by name. */
export interface Extensions {
    readonly providers: ReadonlyMap<string, ProviderFactory>;
    readonly vmTypes: ReadonlyMap<string, VmClass>;
    readonly outputFormats: ReadonlyMap<string, OutputFormat>;
    readonly verbs: ReadonlyMap<string, PluginVerb>;
    readonly serviceProviders: ReadonlyMap<string, ServiceProvider>;
    /** File URLs of the plugins' modules, for the owner records of environments that they have a part in. */
    readonly modules: readonly string[];
}
/** Names that are taken already, by kind. */
export type TakenNames = {
    readonly [K in Exclude<keyof Extensions, 'modules'>]?: Iterable<string>;
};
/**
 * Puts together what plugins add.
 *
 * @throws {UserError} `PLUGIN_CLASH` when two of them, or one and we, have the same name for something.
 */
export declare function extensionsOf(plugins: readonly LoadedPlugin[], taken: TakenNames): Extensions;
