import { type Resolved } from '../host-services.ts';
import type { CommonOptions } from '../options.ts';
import { type OwnerRecord } from '../owner.ts';
import type { Services } from '../services.ts';
/** Names of ours that plugins cannot take. */
export declare const OWN_NAMES: {
    providers: string[];
    vmTypes: string[];
    serviceProviders: string[];
};
/**
 * Puts the real adapters together for one call into the SDK, with what plugins add.
 *
 * @throws {UserError} `PLUGIN_CLASH`. A plugin that cannot be loaded is a warning.
 */
export declare function resolveWithPlugins(options: CommonOptions): Promise<Resolved>;
/**
 * The same services with the plugins that an environment was made with, besides those that there are: who looks at it or
 * removes it need not name them again. Only from records of our own: a plugin is code, and others' must not be ours.
 */
export declare function withRecordedPlugins(services: Services, record: OwnerRecord): Promise<Services>;
