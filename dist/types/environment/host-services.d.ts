import { type HostPaths } from '../host/paths.ts';
import { type LibvirtAuth, type ProviderFactory } from '../providers/providers.ts';
import type { CommonOptions } from './options.ts';
import type { Services } from './services.ts';
/** Lago's libvirt connection. */
export declare const DEFAULT_LIBVIRT_URL = "qemu:///system";
/** Providers that we have ourselves. */
export declare const OWN_PROVIDERS: ReadonlyMap<string, ProviderFactory>;
/** Options with everything that has a default filled in. */
export interface Resolved {
    readonly services: Services;
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly libvirtUrl: string;
    readonly libvirtAuth?: LibvirtAuth;
}
/** The directories of this host that all environments share, as options and variables say. */
export declare function hostPaths(options?: CommonOptions): HostPaths;
/** Puts the real adapters together for one call into the SDK. */
export declare function resolveOptions(options: CommonOptions): Resolved;
