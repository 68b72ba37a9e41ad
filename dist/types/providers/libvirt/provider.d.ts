import type { HostCheck } from '../../host/checks.ts';
import type { ProgramNeed } from '../../host/programs.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts, NetPlan } from '../plan.ts';
import type { Diagnostics, DomainState, ImageAccess, ProviderContext, ProviderObjects, VmProvider } from '../provider.ts';
/** Runs domains and networks as transient libvirt objects, through `virsh`. */
export declare class LibvirtProvider implements VmProvider {
    #private;
    readonly name = "local-libvirt";
    readonly capabilities: {
        networks: boolean;
        serialLog: boolean;
        screenshot: boolean;
        console: boolean;
        snapshots: boolean;
        export: boolean;
    };
    /** @param url libvirt connection, for example `qemu:///system` (Lago's default). */
    constructor(url: string);
    facts(wanted: 'auto' | 'kvm' | 'tcg', context: ProviderContext): Promise<HostFacts>;
    programs(): readonly ProgramNeed[];
    checkHost(context: ProviderContext): Promise<readonly HostCheck[]>;
    imageAccess(directory: string): Promise<ImageAccess>;
    describe(plan: EnvironmentPlan): {
        nets: ReadonlyMap<string, string>;
        domains: ReadonlyMap<string, string>;
    };
    startNet(net: NetPlan, plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    stopNet(net: NetPlan, context: ProviderContext): Promise<void>;
    netsUp(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlySet<string>>;
    start(domain: DomainPlan, plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    stop(domain: DomainPlan, context: ProviderContext): Promise<void>;
    states(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlyMap<string, DomainState>>;
    addresses(domain: DomainPlan, context: ProviderContext): Promise<ReadonlyMap<number, readonly string[]>>;
    diagnostics(domain: DomainPlan, directory: string, context: ProviderContext): Promise<Diagnostics>;
    destroy(objects: ProviderObjects, context: ProviderContext): Promise<void>;
}
