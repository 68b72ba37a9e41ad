import { type CommandStatus, type ExecOptions } from '../guest/exec.ts';
import { type InteractiveOptions } from '../guest/interactive.ts';
import type { Logger } from '../host/log.ts';
import type { InventoryHost } from '../inventory/host.ts';
import type { NicPlan } from '../providers/plan.ts';
import type { DomainState } from '../providers/provider.ts';
import type { HostKeys } from './host-keys.ts';
import type { PrefixPaths } from './prefix.ts';
/** Streams that a shell in a guest is attached to. */
export type ShellStreams = Omit<InteractiveOptions, 'command'>;
/** What a VM needs from its environment. */
export interface VmParts {
    readonly paths: PrefixPaths;
    readonly log: Logger;
    readonly hostKeys: HostKeys;
    state(signal?: AbortSignal): Promise<DomainState>;
    /** Addresses that the guest has now, by NIC index; for NICs whose address we do not give out. */
    addresses(signal?: AbortSignal): Promise<ReadonlyMap<number, readonly string[]>>;
}
/** How a command in a guest is run, for users: times in seconds. */
export interface SshOptions extends Omit<ExecOptions, 'timeout' | 'title'> {
    /** Seconds that it may run; no limit by default. */
    readonly timeout?: number;
}
/** A machine of an environment. Methods that talk to the guest wait for its SSH server first where that is sensible. */
export declare class Vm {
    #private;
    /** Name in the init file. */
    get name(): string;
    /** Name with the DNS domain of the management network. */
    get fqdn(): string;
    /** Ansible groups. */
    get groups(): readonly string[];
    /** Guest paths that `collect` takes. */
    get artifacts(): readonly string[];
    /** Saved spec in Lago's spelling. */
    get spec(): Readonly<Record<string, unknown>>;
    /** Distribution, from the init file or the template. */
    distro(): string | undefined;
    /** Name of the network that `ip()` and SSH use. */
    get managementNet(): string;
    /**
     * Address on the management network.
     *
     * @throws {StateError} `VM_ADDRESS_UNKNOWN` on a bridge network before the guest was reached.
     */
    ip(): string;
    /** All addresses, in the order of the NICs. */
    allIps(): string[];
    /** Addresses on one network. */
    ipsInNet(net: string): string[];
    /** NICs in the order of the init file. */
    nics(): Pick<NicPlan, 'index' | 'net' | 'ip' | 'mac' | 'mtu'>[];
    /** State of the machine: `running`, `down`, ... */
    state(): Promise<DomainState>;
    /** Whether the machine runs. */
    running(): Promise<boolean>;
    /**
     * Runs a command in the guest. An array is quoted word by word; a string goes to the login shell as it is.
     *
     * @throws {StateError} `VM_NOT_RUNNING`; {@link GuestError} `COMMAND_FAILED` (unless `check: false`), `SSH_TIMEOUT`, ...
     */
    ssh(command: string | readonly string[], options?: SshOptions): Promise<CommandStatus>;
    /** Runs a local script in the guest, by `bash -s` or `sh -s`; errors as {@link ssh}. */
    sshScript(path: string, options?: Omit<SshOptions, 'stdin'>): Promise<CommandStatus>;
    /** Attaches streams (a terminal, usually) to a shell or command in the guest; gives its exit code. */
    interactiveSsh(streams: ShellStreams, command?: string | readonly string[]): Promise<number>;
    /** Copies a local file or directory into the guest, as `scp -r` would. */
    copyTo(local: string, remote: string, options?: {
        readonly signal?: AbortSignal;
    }): Promise<void>;
    /** Copies a file or directory out of the guest, as `scp -r` would, never outside `local`. */
    copyFrom(remote: string, local: string, options?: {
        readonly signal?: AbortSignal;
    }): Promise<void>;
    /**
     * Waits until a command runs by SSH.
     *
     * @param options `timeout` in seconds, 600 by default.
     * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, `HOST_KEY_CHANGED`.
     */
    waitForSsh(options?: {
        readonly timeout?: number;
        readonly signal?: AbortSignal;
    }): Promise<void>;
    /** Whether a command can be run by SSH right now; one attempt of a few seconds. */
    sshReachable(): Promise<boolean>;
    /** What inventories and `ssh` configurations need of this machine. */
    inventoryHost(): InventoryHost;
    /** Closes the connection; a later command opens it again. */
    close(): Promise<void>;
}
