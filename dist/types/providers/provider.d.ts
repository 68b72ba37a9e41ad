import type { Duplex } from 'node:stream';
import type { HostCheck } from '../host/checks.ts';
import type { Logger } from '../host/log.ts';
import type { ProgramNeed } from '../host/programs.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts, NetPlan } from './plan.ts';
import type { SnapshotOperations } from './snapshots.ts';
/** State of a domain, in Lago's words. */
export type DomainState = 'no state' | 'running' | 'blocked' | 'paused' | 'begin shut down' | 'shut off' | 'crashed' | 'suspended' | 'down' | 'unknown' | 'failed to get state';
/** Everything an operation of a provider may use besides its subject. */
export interface ProviderContext {
    readonly log: Logger;
    readonly signal?: AbortSignal | undefined;
}
/** Evidence about a guest; a part that could not be had says why. */
export interface Diagnostics {
    /** Path of a PNG, or the reason why there is none. */
    readonly screenshot: {
        readonly file: string;
    } | {
        readonly missing: string;
    };
    /** Path of the serial console's log, or the reason why there is none. */
    readonly serialLog: {
        readonly file: string;
    } | {
        readonly missing: string;
    };
}
/** A program that attaches the terminal it is started on to a guest's serial console. */
export interface ConsoleCommand {
    readonly program: string;
    readonly args: readonly string[];
    /** The key that lets go of the console, as people press it: `Ctrl+]`. */
    readonly escapeKey: string;
}
/** Texts of definitions by the names of what they define. */
export interface Definitions {
    readonly nets: ReadonlyMap<string, string>;
    readonly domains: ReadonlyMap<string, string>;
}
/** Whether disk images in a directory can be opened by the hypervisor. */
export type ImageAccess = {
    readonly reachable: true;
} | {
    readonly reachable: false /** First directory on the way without search permission. */;
    readonly directory: string;
    readonly user: string;
};
/** A way to machines that are not reached directly. */
export interface GuestRoute {
    /** Opens a stream to a TCP port of a guest; what goes wrong ends it with an error. */
    open(host: string, port: number): Duplex;
    /** The same for `ssh`: value of its option `ProxyCommand`. */
    readonly proxyCommand: string;
}
/** A network with the plan it belongs to. */
export interface PlannedNet {
    readonly net: NetPlan;
    readonly plan: EnvironmentPlan;
}
/** The names under which an environment's objects exist at a provider: enough to remove them without a plan. */
export interface ProviderObjects {
    /** 32 hex digits. */
    readonly uuid: string;
    readonly domains: readonly string[];
    readonly nets: readonly {
        readonly libvirtName: string;
        readonly bridge: string;
        readonly type: 'nat' | 'bridge';
    }[];
    /** Domains whose emulated TPM has state that outlives them; none by default. */
    readonly tpms?: readonly {
        readonly libvirtName: string;
        readonly uuid: string;
    }[];
}
/** The networks of a provider, which its machines can be on. */
export interface NetworkOperations {
    /** Refuses a network that cannot be had here, before anything is made; all can by default. */
    check?(net: NetPlan, context: ProviderContext): Promise<void>;
    /** Brings a network up; nothing to do when it is. */
    start(net: NetPlan, plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    /** Takes a network down; nothing to do when it is. */
    stop(net: NetPlan, context: ProviderContext): Promise<void>;
    /** Names (not libvirt names) of the environment's networks that are up. */
    up(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlySet<string>>;
    /** Makes the DNS of a network that is up serve the names of the second plan in place of those of the first. */
    updateDns?(before: PlannedNet, after: PlannedNet, context: ProviderContext): Promise<void>;
}
/**
 * What runs machines. Starting and stopping are idempotent. What not every provider has or can do is an optional member;
 * callers ask `Providers` for it, which knows what holds without it, or says whose machine cannot do what.
 */
export interface VmProvider {
    readonly name: string;
    /** Starts a domain whose disks are there; nothing to do when it runs. */
    start(domain: DomainPlan, plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    /** Cuts the power. */
    stop(domain: DomainPlan, context: ProviderContext): Promise<void>;
    /** States of all domains of the plan, by name: those of this provider. */
    states(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlyMap<string, DomainState>>;
    /** Removes whatever of the environment is left, by name and uuid alone; what is not there is fine. */
    destroy(objects: ProviderObjects, context: ProviderContext): Promise<void>;
    /**
     * Facts about the host that it runs machines on, for planning; undefined, or without it, there is none.
     *
     * @throws {HostError} when the provider is not usable at all.
     */
    facts?(wanted: 'auto' | 'kvm' | 'tcg', context: ProviderContext): Promise<HostFacts | undefined>;
    /** Programs that it needs on this host. */
    programs?(): readonly ProgramNeed[];
    /** Checks whether it can be used here, for `lago doctor`; what is wrong is a finding, not an error. */
    checkHost?(context: ProviderContext): Promise<readonly HostCheck[]>;
    /** Whether the hypervisor's own user can open files in `directory`; a refusal names the directory that stops it. */
    imageAccess?(directory: string): Promise<ImageAccess>;
    /** Text of the definitions that would be created, for `lago plan`. */
    describe?(plan: EnvironmentPlan): Definitions;
    /** Refuses a machine that cannot be had here, before anything is made; all can by default. */
    checkDomain?(domain: DomainPlan, context: ProviderContext): Promise<void>;
    /** Without it, machines need no NICs. */
    readonly networks?: NetworkOperations;
    /** The way to addresses of guests, where they cannot be reached from here; direct without it. */
    readonly route?: GuestRoute;
    /**
     * Brings the disk images of new machines to where those run, which `destroy` undoes; without it that is here. Given the
     * provider's part of a plan.
     */
    place?(plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    /** The disks that machines have now are files on this host: they can be exported, and read while a machine is down. */
    readonly disksAreHere?: true;
    /** IPv4 addresses that the guest reports or got by DHCP, by NIC index; under 0 for a machine without NICs. */
    addresses?(domain: DomainPlan, context: ProviderContext): Promise<ReadonlyMap<number, readonly string[]>>;
    /** Asks the guest to power off, by its power button or agent; returns at once. Without it, machines are left alone. */
    shutdown?(domain: DomainPlan, context: ProviderContext): Promise<void>;
    /** Asks the guest to reboot, by its power button or agent; returns at once. Without it, machines are left alone. */
    reboot?(domain: DomainPlan, context: ProviderContext): Promise<void>;
    /** Takes a screenshot into `directory` and finds the serial log. Never throws for a guest that is down. */
    diagnostics?(domain: DomainPlan, directory: string, context: ProviderContext): Promise<Diagnostics>;
    /** How to attach a terminal to the serial console of a domain that runs; its log goes on meanwhile. */
    console?(domain: DomainPlan): ConsoleCommand;
    /** Saving and restoring machines that run; without it there are no snapshots, of stopped machines neither. */
    readonly snapshots?: SnapshotOperations;
}
/** Names of the operations that a provider may lack. */
export type OptionalOperation = {
    [K in keyof VmProvider]-?: undefined extends VmProvider[K] ? K : never;
}[keyof VmProvider];
