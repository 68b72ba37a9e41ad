import type { HostCheck } from '../../host/checks.ts';
import type { ProgramNeed } from '../../host/programs.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts } from '../plan.ts';
import type { ConsoleCommand, Definitions, Diagnostics, DomainState, GuestRoute, ImageAccess, ProviderContext, ProviderObjects, VmProvider } from '../provider.ts';
import type { LibvirtAuth } from '../providers.ts';
import { LibvirtNets } from './nets.ts';
import { LibvirtSnapshots } from './snapshots.ts';
/** Runs domains and networks as transient libvirt objects, through `virsh`. */
export declare class LibvirtProvider implements VmProvider {
    #private;
    readonly name = "local-libvirt";
    readonly networks: LibvirtNets;
    /** Unless they are on the host of a remote libvirt. */
    readonly disksAreHere?: true;
    /** Only where the files of machines are here. */
    readonly snapshots?: LibvirtSnapshots;
    readonly route?: GuestRoute;
    readonly place?: NonNullable<VmProvider['place']>;
    /** @param url libvirt connection, for example `qemu:///system` (Lago's default). */
    constructor(url: string, auth?: LibvirtAuth);
    facts(wanted: 'auto' | 'kvm' | 'tcg', context: ProviderContext): Promise<HostFacts>;
    programs(): readonly ProgramNeed[];
    checkHost(context: ProviderContext): Promise<readonly HostCheck[]>;
    imageAccess(directory: string): Promise<ImageAccess>;
    describe(plan: EnvironmentPlan): Definitions;
    checkDomain(domain: DomainPlan): Promise<void>;
    start(domain: DomainPlan, plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    shutdown(domain: DomainPlan, context: ProviderContext): Promise<void>;
    reboot(domain: DomainPlan, context: ProviderContext): Promise<void>;
    stop(domain: DomainPlan, context: ProviderContext): Promise<void>;
    states(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlyMap<string, DomainState>>;
    addresses(domain: DomainPlan, context: ProviderContext): Promise<ReadonlyMap<number, readonly string[]>>;
    diagnostics(domain: DomainPlan, directory: string, context: ProviderContext): Promise<Diagnostics>;
    console(domain: DomainPlan): ConsoleCommand;
    destroy(objects: ProviderObjects, context: ProviderContext): Promise<void>;
}
