import type { Logger } from '../host/log.ts';
import type { HostPaths } from '../host/paths.ts';
import type { PoolRange } from '../network/types.ts';
import type { ProviderSetup, Providers } from '../providers/providers.ts';
import type { SshSettings } from './options.ts';
import type { Extensions } from './plugins/extensions.ts';
/** What every operation on an environment needs from outside; put together once by a front end. */
export interface Services {
    readonly paths: HostPaths;
    readonly log: Logger;
    /** Where subnets of networks may lie. @throws {UserError} `SUBNET_POOL_INVALID` */
    subnetPool(): readonly PoolRange[];
    readonly signal?: AbortSignal | undefined;
    /** Variables of the caller, where a program's own settings count. */
    readonly env?: Readonly<Record<string, string | undefined>>;
    /** How SSH connections are made, where that differs from the defaults. */
    readonly ssh?: SshSettings;
    /** What plugins add; nothing without it. */
    readonly extensions?: Extensions;
    /** The providers for one environment. */
    providers(setup: ProviderSetup): Providers;
}
/** The same services, logging into a sub-task. */
export declare function withLog(services: Services, log: Logger): Services;
/** The same services, for work that must be done although the caller has given up (rollback, destroy). */
export declare function uncancelled(services: Services): Services;
