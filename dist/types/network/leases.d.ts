import type { Logger } from '../host/log.ts';
/** Third octets that can be leased: 192.168.200.0/24 to 192.168.255.0/24. */
export declare const LEASE_RANGE: {
    readonly first: 200;
    readonly last: 255;
};
/** Who holds a subnet: an environment, known by its `uuid` file and that file's content. */
export interface LeaseOwner {
    /** Absolute path of the environment's `uuid` file. */
    readonly uuidPath: string;
    /** 32 hex digits. */
    readonly uuid: string;
}
/** A lease as the store has it. */
export interface Lease extends LeaseOwner {
    /** Third octet of 192.168.x.0/24. */
    readonly octet: number;
    /** For example `192.168.200.0/24`. */
    readonly subnet: string;
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
    /** Third octets with a valid lease, those of the environment with uuid `except` left out. */
    takenSubnets(except?: string): Promise<ReadonlySet<number>>;
    /** As {@link LeaseStore.acquire}, under the lock that is already held. */
    acquire(owner: LeaseOwner, octets: readonly number[]): Promise<void>;
}
/** Lago's record of which /24 belongs to which environment of this host, shared by all users of its directory. */
export declare class LeaseStore {
    #private;
    constructor(options: LeaseStoreOptions);
    /** All leases, lowest octet first; only those of one environment when `uuid` is given. Takes no lock, changes nothing. */
    list(uuid?: string): Promise<readonly Lease[]>;
    /** Third octets with a valid lease, for planning; takes no lock, changes nothing. See {@link withPlanning}. */
    takenSubnets(except?: string): Promise<ReadonlySet<number>>;
    /**
     * Leases all of `octets` to an environment, or none. Its `uuid` file must be there already (or `isOwned` vouch for it),
     * else the lease would be stale at once. Octets that it holds are granted again.
     *
     * @throws {UserError} `SUBNET_TAKEN` (naming the owner), `SUBNET_OUT_OF_RANGE` or `SUBNET_DUPLICATE`.
     * @throws {HostError} `LOCK_TIMEOUT` or `LEASE_DIR_UNUSABLE`.
     */
    acquire(owner: LeaseOwner, octets: readonly number[]): Promise<void>;
    /** Runs `body` under the store's lock, so that nobody takes the subnets between planning with them and leasing them. */
    withPlanning<T>(body: (session: LeaseSession) => Promise<T>): Promise<T>;
    /** Gives back all subnets of an environment, and only its own; fine when there are none. Returns their octets. */
    release(uuid: string): Promise<readonly number[]>;
}
