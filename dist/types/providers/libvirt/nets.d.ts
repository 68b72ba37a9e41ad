import type { EnvironmentPlan, NetPlan } from '../plan.ts';
import type { NetworkOperations, PlannedNet, ProviderContext } from '../provider.ts';
import { type Virsh } from './virsh.ts';
/** The networks of environments at one libvirt connection: transient, and the Linux bridges below some of them. */
export declare class LibvirtNets implements NetworkOperations {
    #private;
    constructor(virsh: Virsh);
    /**
     * Refuses a network that cannot be had here, before anything is made.
     *
     * @throws {HostError} `BRIDGE_REMOTE`, `UPLINK_MISSING`, `UPLINK_IN_USE`.
     */
    check(net: NetPlan, context: ProviderContext): Promise<void>;
    /** Starts a network; one that runs already is left as it is. A failure leaves nothing behind. */
    start(net: NetPlan, plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    stop(net: NetPlan, context: ProviderContext): Promise<void>;
    up(plan: EnvironmentPlan, context: ProviderContext): Promise<ReadonlySet<string>>;
    updateDns(before: PlannedNet, after: PlannedNet, context: ProviderContext): Promise<void>;
    /** Stops a network and removes its bridge; what is not there is fine. */
    remove(net: Pick<NetPlan, 'libvirtName' | 'bridge' | 'type'>, context: ProviderContext): Promise<void>;
    /** Libvirt names of all networks that are up. */
    active(context: ProviderContext): Promise<Set<string>>;
}
