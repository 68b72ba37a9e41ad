import { GuestConnection } from '../guest/connection.ts';
import { StateError } from '../host/errors.ts';
import type { Logger } from '../host/log.ts';
import type { DomainPlan } from '../providers/plan.ts';
import type { DomainState, GuestRoute } from '../providers/provider.ts';
import type { FoundAddresses } from './found-addresses.ts';
import type { HostKeys } from './host-keys.ts';
import type { SshSettings } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import { VmAddresses } from './vm-addresses.ts';
/** What reaching a guest needs of its environment. */
export interface AccessParts {
    readonly paths: PrefixPaths;
    readonly log: Logger;
    readonly hostKeys: HostKeys;
    /** The way to the machine; direct without it. */
    readonly route?: GuestRoute | undefined;
    readonly ssh: SshSettings;
    readonly found: FoundAddresses;
    state(signal?: AbortSignal): Promise<DomainState>;
    /** Addresses that the guest has now, by NIC index; for NICs whose address we do not give out. */
    addresses(signal?: AbortSignal): Promise<ReadonlyMap<number, readonly string[]>>;
}
/** How to wait for SSH. */
export interface WaitForSshOptions {
    /** Seconds; 600 by default. */
    readonly timeout?: number;
    readonly signal?: AbortSignal | undefined;
}
/** The way into one guest: its address, found out where we do not give it, and its connection. */
export declare class GuestAccess {
    #private;
    /** Addresses given or found. */
    readonly addresses: VmAddresses;
    constructor(plan: DomainPlan, parts: AccessParts);
    /**
     * Address that SSH uses.
     *
     * @throws {StateError} `VM_ADDRESS_UNKNOWN`
     */
    address(): string;
    /** The connection, made when it is first used. @throws {StateError} `VM_ADDRESS_UNKNOWN` */
    connection(): GuestConnection;
    /** A connection of its own for any user; the caller closes it. @throws {StateError} `VM_ADDRESS_UNKNOWN` */
    connectionAs(user: string, password?: string): GuestConnection;
    /**
     * The connection of a machine that runs and answers; waits for it while it boots.
     *
     * @throws {StateError} `VM_NOT_RUNNING`; as {@link waitForSsh}
     */
    reachable(signal?: AbortSignal): Promise<GuestConnection>;
    /**
     * The connection, after so many attempts at it, 1 s apart.
     *
     * @throws {StateError} `VM_NOT_RUNNING`, `VM_ADDRESS_UNKNOWN`; {@link GuestError} `SSH_UNREACHABLE`, ...; `CancelledError`
     */
    attempt(tries: number, signal?: AbortSignal): Promise<GuestConnection>;
    /** @throws {StateError} `VM_NOT_RUNNING` */
    assertRunning(signal?: AbortSignal): Promise<void>;
    /**
     * Waits until a command runs by SSH.
     *
     * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, `HOST_KEY_CHANGED`.
     */
    waitForSsh(options?: WaitForSshOptions): Promise<void>;
    /** Closes the connection; a later command opens it again. */
    close(): Promise<void>;
}
/** The error for what only a running machine can do. */
export declare function notRunning({ name, ip, external }: DomainPlan, state: DomainState): StateError;
