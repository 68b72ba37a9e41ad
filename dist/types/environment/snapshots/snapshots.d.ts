import type { DomainPlan, EnvironmentPlan } from '../../providers/plan.ts';
import type { Providers } from '../../providers/providers.ts';
import type { Forwarding } from '../forwarding.ts';
import type { HostKeys } from '../host-keys.ts';
import type { SnapshotOptions } from '../options.ts';
import type { PrefixPaths } from '../prefix.ts';
import type { Services } from '../services.ts';
import type { Vm } from '../vm.ts';
import { type SnapshotInfo } from './list.ts';
/** What snapshots need of their environment. */
export interface SnapshotsSetup {
    readonly paths: PrefixPaths;
    readonly imagesDir: string;
    readonly providers: Providers;
    readonly hostKeys: HostKeys;
    readonly forwarding: Forwarding;
}
/** The snapshots of one environment, and with them the images that its disks are in. */
export declare class Snapshots {
    #private;
    constructor(setup: SnapshotsSetup);
    /** The plan that `init` made, with the images that the disks are in now. */
    planNow(made: EnvironmentPlan): EnvironmentPlan;
    /**
     * Runs `body` while nobody else changes the environment, after ending or undoing what a killed process left half done.
     * Gives it the plan as it is then.
     *
     * @throws {StateError} `ENVIRONMENT_GONE`
     */
    settled<T>(made: EnvironmentPlan, services: Services, body: (plan: EnvironmentPlan) => Promise<T>): Promise<T>;
    /** As {@link settled}; what is half done of an environment that is being destroyed, or was, is left to that. */
    settledIfThere(made: EnvironmentPlan, services: Services, body: () => Promise<void>): Promise<void>;
    /** See {@link takeSnapshot}. */
    take(name: string, options: SnapshotOptions, made: EnvironmentPlan, services: Services): Promise<SnapshotInfo>;
    /** See {@link revertSnapshot}. */
    revert(name: string, vms: readonly string[] | undefined, made: EnvironmentPlan, services: Services): Promise<readonly DomainPlan[]>;
    /** See {@link listSnapshots}. */
    list(made: EnvironmentPlan): Promise<SnapshotInfo[]>;
    /** See {@link removeSnapshot}. */
    remove(name: string, vms: readonly string[] | undefined, made: EnvironmentPlan, services: Services): Promise<void>;
    /** See {@link setClocks}. */
    setClocks(domains: readonly DomainPlan[], vms: ReadonlyMap<string, Vm>, answer: boolean, made: EnvironmentPlan, services: Services): Promise<void>;
}
