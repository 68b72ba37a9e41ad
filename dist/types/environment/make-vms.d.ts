import type { EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import type { Environment } from './environment.ts';
import type { FoundAddresses } from './found-addresses.ts';
import type { HostKeys } from './host-keys.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';
/** What the machines of an environment are made from. */
export interface VmSource {
    readonly environment: Pick<Environment, 'start' | 'reboot' | 'snapshot' | 'revert' | 'exportVms' | 'vm' | 'net'>;
    readonly paths: PrefixPaths;
    readonly providers: Providers;
    readonly services: Services;
    readonly found: FoundAddresses;
    readonly hostKeys: HostKeys;
    /** The plan as it is at the moment. */
    plan(): EnvironmentPlan;
}
/** Makes the machines of an environment, by name, in the order of the init file. */
export declare function makeVms(source: VmSource): ReadonlyMap<string, Vm>;
