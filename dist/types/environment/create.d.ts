import { type Subnet4 } from '../host/ipv4.ts';
import { LeaseStore } from '../network/leases.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import type { OwnerRecord } from './owner.ts';
import { type PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
/** Where a new environment goes. */
export interface Place {
    readonly workdir: string;
    readonly prefix: string;
    readonly prefixName: string;
}
/**
 * Checks that an environment can be made at a place.
 *
 * @throws {StateError} `PREFIX_EXISTS`; {@link UserError} `PREFIX_NAME_INVALID`, `WORKDIR_NOT_A_DIRECTORY`.
 */
export declare function checkPlace(workdir: string, name: string | undefined): Place;
/** Topmost directory on the way to `path` that does not exist yet; undefined when all are there. */
export declare function firstMissing(path: string): string | undefined;
/**
 * Makes the directories, the uuid and the keys of a prefix. Gives the public key.
 *
 * @throws {StateError} `PREFIX_EXISTS` when another process was quicker; what is there is its own then.
 */
export declare function makePrefix(paths: PrefixPaths, uuid: string, imagesDir: string): Promise<string>;
/** Subnets that an environment's plan needs. */
export declare function subnetsOf(plan: EnvironmentPlan): Subnet4[];
/** The names under which the plan's objects will exist, for the owner record. */
export declare function objectsOf(plan: EnvironmentPlan): Pick<OwnerRecord, 'domains' | 'nets' | 'tpms' | 'providers'>;
/** The lease store of this host. A lease is good as long as the environment's record says so, too. */
export declare function leaseStore(services: Services): LeaseStore;
/** Writes the specs as Lago does (`virt/env`, `virt/net-*`, `virt/vm-*`) and the plan, then marks the prefix as complete. */
export declare function saveSpecs(plan: EnvironmentPlan, paths: PrefixPaths): Promise<void>;
/** Makes the new prefix current when it is the first one, or when that is wanted. */
export declare function makeCurrent({ workdir, prefixName }: Place, wanted: boolean): Promise<void>;
