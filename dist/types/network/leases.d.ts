import { type Subnet4 } from '../host/ipv4.ts';
import type { Logger } from '../host/log.ts';
import type { TakenSubnet } from './types.ts';
/** Who holds a subnet: an environment, known by its `uuid` file and that file's content. */
export interface LeaseOwner {
    /** Absolute path of the environment's `uuid` file. */
    readonly uuidPath: string;
    /** 32 hex digits. */
    readonly uuid: string;
}
/** A lease as the store has it. */
export interface Lease extends LeaseOwner {
    readonly subnet: Subnet4;
    /** Whether its environment still exists. One that does not can be taken by anyone. */
    readonly valid: boolean;
}
/** How a lease store works. */
export interface LeaseStoreOptions {
    readonly directory: string;
    /**
     * Whether something else vouches for an environment whose `uuid` file is gone, such as its owner record; then its
     * machines may still run and the lease stays valid. By default nothing does, as in Lago.
     */
    readonly isOwned?: (uuid: string) => boolean | Promise<boolean>;
    /** Milliseconds to wait for the store's lock; 30 s by default. */
    readonly lockTimeoutMs?: number;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/** What can be done while the store is locked. */
export interface LeaseSession {
    /** Subnets with a valid lease, those of the environment with uuid `except` left out. */
    takenSubnets(except?: string): Promise<readonly TakenSubnet[]>;
    /** As {@link LeaseStore.acquire}, under the lock that is already held. */
    acquire(owner: LeaseOwner, subnets: readonly Subnet4[]): Promise<void>;
}
/** Lago's record of which subnet belongs to which environment of this host, shared by all users of its directory. */
export declare class LeaseStore {
    #private;
    constructor(options: LeaseStoreOptions);
    /** All leases, lowest subnet first; only those of one environment when `uuid` is given. Takes no lock, changes nothing. */
    list(uuid?: string): Promise<readonly Lease[]>;
    /** Subnets with a valid lease, for planning; takes no lock, changes nothing. See {@link withPlanning}. */
    takenSubnets(except?: string): Promise<readonly TakenSubnet[]>;
    /**
     * Leases all of `subnets` to an environment, or none. Its `uuid` file must be there already (or `isOwned` vouch for it),
     * else the lease would be stale at once. Subnets that it holds are granted again.
     *
     * @throws {UserError} `SUBNET_TAKEN` (naming the owner) or `SUBNET_DUPLICATE`.
     * @throws {HostError} `LOCK_TIMEOUT` or `LEASE_DIR_UNUSABLE`.
     */
    acquire(owner: LeaseOwner, subnets: readonly Subnet4[]): Promise<void>;
    /** Runs `body` under the store's lock, so that nobody takes the subnets between planning with them and leasing them. */
    withPlanning<T>(body: (session: LeaseSession) => Promise<T>): Promise<T>;
    /** Gives back all subnets of an environment, and only its own; fine when there are none. Returns them. */
    release(uuid: string): Promise<readonly Subnet4[]>;
}
