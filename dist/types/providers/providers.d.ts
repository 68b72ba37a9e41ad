import type { DomainPlan, EnvironmentPlan, HostFacts, NetPlan } from './plan.ts';
import type { Definitions, Diagnostics, DomainState, ImageAccess, NetworkOperations, OptionalOperation, ProviderContext, VmProvider } from './provider.ts';
/** The provider of domains that name none, and of networks. */
export declare const DEFAULT_PROVIDER = "local-libvirt";
/** Name and password for a libvirt connection that asks for them. */
export interface LibvirtAuth {
    readonly username: string;
    readonly password: string;
}
/** What a provider is made from; each takes what concerns it. */
export interface ProviderSetup {
    /** libvirt connection, for example `qemu:///system`. */
    readonly libvirtUrl: string;
    /** For connections that ask. */
    readonly libvirtAuth?: LibvirtAuth;
}
/** Makes a provider; called once per environment, when it is first needed. */
export type ProviderFactory = (setup: ProviderSetup) => VmProvider;
/** A provider that has an operation which not all of them have. */
export type ProviderWith<K extends OptionalOperation> = VmProvider & Required<Pick<VmProvider, K>>;
/** The providers that one environment can use, by the name that `vm-provider` gives. */
export declare class Providers {
    #private;
    constructor(factories: ReadonlyMap<string, ProviderFactory>, setup: ProviderSetup);
    /** Names that `vm-provider` may have. */
    get names(): readonly string[];
    /** A provider by name. @throws {StateError} `PROVIDER_UNKNOWN`, listing those there are. */
    get(name: string): VmProvider;
    /** All of those names that are known, made; unknown ones are for the planner to report. */
    known(names: Iterable<string>): VmProvider[];
    /** The provider that runs a domain. */
    of(domain: Pick<DomainPlan, 'vmProvider'>): VmProvider;
    /** What can be done with a network. @throws {StateError} `OPERATION_UNSUPPORTED` */
    ofNet({ name }: Pick<NetPlan, 'name'>): NetworkOperations;
    /** Addresses that a guest has now, by NIC index. */
    addresses(domain: DomainPlan, context: ProviderContext): Promise<ReadonlyMap<number, readonly string[]>>;
    /** Evidence about a guest; never throws for one that is down. */
    diagnostics(domain: DomainPlan, directory: string, context: ProviderContext): Promise<Diagnostics>;
    /**
     * The provider of a domain, for an operation that not all of them have.
     *
     * @param doing completes "VM db: the provider ssh cannot ...".
     * @throws {StateError} `OPERATION_UNSUPPORTED`
     */
    able<K extends OptionalOperation>(domain: Pick<DomainPlan, 'name' | 'vmProvider'>, operation: K, doing: string): ProviderWith<K>;
    /**
     * Facts about the host that the named providers run machines on; that of the first that has one.
     *
     * @throws {HostError} when one of them is not usable at all.
     */
    facts(names: Iterable<string>, wanted: 'auto' | 'kvm' | 'tcg', context: ProviderContext): Promise<HostFacts>;
    /** Whether all of the named providers can open disk images in a directory; the first refusal if not. */
    imageAccess(names: Iterable<string>, directory: string): Promise<ImageAccess>;
    /** Refuses machines and networks that cannot be had, before anything is made. @throws {HostError} */
    check(plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    /** Whether something of new machines goes elsewhere before they are started. */
    hasPlaces(plan: EnvironmentPlan): boolean;
    /** Brings the disk images of new machines to where those run. */
    place(plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    /** Text of the definitions that would be created, for `lago plan`. */
    describe(plan: EnvironmentPlan): Definitions;
    /** States of all domains of an environment, by name. */
    states(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlyMap<string, DomainState>>;
    /** Names (not libvirt names) of an environment's networks that are up. */
    netsUp(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlySet<string>>;
}
/** Names of the providers that run something of a plan. */
export declare function providersOf(plan: EnvironmentPlan): string[];
