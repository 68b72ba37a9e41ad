import type { Logger } from '../host/log.ts';
import type { HostPaths } from '../host/paths.ts';
import type { VmProvider } from '../providers/provider.ts';
/** What every operation on an environment needs from outside; put together once by a front end. */
export interface Services {
    readonly paths: HostPaths;
    readonly log: Logger;
    readonly signal?: AbortSignal | undefined;
    /** Makes the provider for a libvirt URL. */
    provider(libvirtUrl: string): VmProvider;
}
/** The same services, logging into a sub-task. */
export declare function withLog(services: Services, log: Logger): Services;
/** The same services, for work that must be done although the caller has given up (rollback, destroy). */
export declare function uncancelled(services: Services): Services;
