import type { CommonOptions } from './options.ts';
import type { Services } from './services.ts';
/** Lago's libvirt connection. */
export declare const DEFAULT_LIBVIRT_URL = "qemu:///system";
/** Options with everything that has a default filled in. */
export interface Resolved {
    readonly services: Services;
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly libvirtUrl: string;
}
/** Puts the real adapters together for one call into the SDK. */
export declare function resolveOptions(options: CommonOptions): Resolved;
