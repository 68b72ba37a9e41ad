import type { EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import type { CollectOptions, VmCollection } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';
/** What is collected from. */
export interface CollectParts {
    readonly plan: EnvironmentPlan;
    readonly paths: PrefixPaths;
    readonly vms: ReadonlyMap<string, Vm>;
    readonly providers: Providers;
}
/**
 * Collects the artifacts of all machines at once into `<directory>/<vm>/`; an existing directory is moved aside. What
 * cannot be had from one machine is in its report and stops nothing.
 *
 * @throws {GuestError} `ARTIFACTS_MISSING` at the end, when `ignoreMissing` is false and something was not there, or cut.
 */
export declare function collectEnvironment(parts: CollectParts, directory: string, options: CollectOptions, services: Services): Promise<VmCollection[]>;
