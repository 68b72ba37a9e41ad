import { type InitFile, type Problem } from '../initfile/types.ts';
import type { TakenSubnet } from '../network/types.ts';
import type { EnvironmentPlan, HostFacts } from '../providers/plan.ts';
import { type Providers } from '../providers/providers.ts';
import { TemplateStore } from '../templates/store.ts';
import type { Catalogue } from './catalogue.ts';
import { type Resolved } from './host-services.ts';
import type { LockFile } from './lock/lock-file.ts';
import type { InitFileOptions, InitOptions } from './options.ts';
import { type PlanContext, type PlannedEnvironment } from './plan-context.ts';
import { type JsonObject } from './plan-json.ts';
import type { Services } from './services.ts';
/** Everything that a plan is made from, gathered without changing anything. */
export interface Prepared extends Resolved {
    readonly services: Services;
    readonly initFile: InitFile;
    readonly providers: Providers;
    /** Names of the providers that the init file asks for, be they known or not. */
    readonly providerNames: readonly string[];
    readonly facts: HostFacts;
    readonly store: TemplateStore;
    readonly catalogue: Catalogue;
    /** That lies beside the init file; what it pins is in the catalogue already. */
    readonly lock?: LockFile;
}
/** How {@link prepare} goes about it. */
export interface PrepareMode {
    readonly guess?: boolean;
    /** Passes over the lock file. */
    readonly unlocked?: boolean;
    readonly services?: Services;
}
/** A plan as `lago plan` prints it. */
export interface PlanDocument {
    /** The shape of `lago plan -f json`. */
    readonly json: JsonObject;
    readonly plan: EnvironmentPlan;
    readonly warnings: readonly Problem[];
}
/** Reads the init file that options name. @throws {InitFileError} with all mistakes that can be seen without a host. */
export declare function readInput(options: InitFileOptions, resolved: Resolved): Promise<InitFile>;
/**
 * Gathers what planning needs: the init file, facts about the host, templates. With `guess`, a host without libvirt and
 * templates without a repository are made up, with a warning, since nothing will be carried out.
 *
 * @throws {InitFileError}, {@link HostError} `LIBVIRT_UNREACHABLE`, `KVM_UNUSABLE`, ..., {@link ToolError} of repositories.
 */
export declare function prepare(options: InitOptions, mode?: PrepareMode): Promise<Prepared>;
/** What differs between a plan that is looked at and one that is carried out. */
export interface PlanIdentity {
    readonly uuid: string;
    readonly prefix: string;
    readonly imagesDir: string;
    readonly publicKey: string;
    readonly taken: readonly TakenSubnet[];
}
/** Directories from which disks may come: an init file may be a stranger's. */
export declare function allowedRoots(prepared: Prepared, options: InitFileOptions, workdir: string): string[];
/** Puts the planner's context together. */
export declare function planContext(prepared: Prepared, options: InitFileOptions, identity: PlanIdentity): PlanContext;
/** Compares the layers of a plan with the lock file. @throws {UserError} `LOCK_FILE_OUTDATED` */
export declare function checkFrozen(prepared: Prepared, options: InitFileOptions, plan: EnvironmentPlan): Promise<void>;
/** A uuid whose first four digits no other environment of this host has: network names start with just those. */
export declare function freshUuid(environmentsDir: string): string;
/** Subnets that cannot be had: leased ones, and those that the host uses anyway. */
export declare function takenSubnets(services: Services): Promise<readonly TakenSubnet[]>;
/**
 * Plans an init file without touching anything: addresses, disks and libvirt definitions as `init` would decide them now.
 *
 * @throws as `init`, and {@link InitFileError} for what only planning finds.
 */
export declare function planInitFile(options?: InitOptions): Promise<PlanDocument>;
/**
 * Checks an init file as far as that goes without a host: syntax, keys, types, and the topology. OVAs are not read.
 *
 * @throws {InitFileError} with all errors.
 */
export declare function validateInitFile(options?: InitFileOptions): Promise<{
    readonly warnings: readonly Problem[];
}>;
/** Plans an init file as if the host and its templates were as one may wish, and all of its subnets free. */
export declare function planAnywhere(initFile: InitFile, options: InitFileOptions, resolved: Resolved): PlannedEnvironment;
/** Plans with what is known already, without regard to what others use on this host. */
export declare function planDryly(prepared: Prepared, options: InitFileOptions): PlannedEnvironment;
