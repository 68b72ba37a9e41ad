import type { DomainPlan, EnvironmentPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import { type ChainedDomain } from './chains.ts';
import type { Virsh } from './virsh.ts';
/**
 * Disk images of environments on the host of a remote libvirt: one storage pool per environment, a directory of its own,
 * which libvirt makes, fills and removes. Nothing but the connection is needed for that, neither a shell nor a shared
 * file system.
 */
export declare class RemoteImages {
    #private;
    constructor(virsh: Virsh);
    /**
     * Refuses a machine that needs more of this host than its images.
     *
     * @throws {HostError} `REMOTE_UNSUPPORTED`
     */
    check({ name, shares, ports, disks }: DomainPlan): void;
    /** Sends the disks of an environment, and what lies below them, each file once. */
    place(plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
    /** A machine as it is there: its files by their places in the pool. */
    placed(domain: DomainPlan, plan: Pick<EnvironmentPlan, 'uuid'>): Promise<ChainedDomain>;
    /** Fetches the serial log of a machine to its place here. @returns whether there is one. */
    fetchLog({ libvirtName, serialLog }: DomainPlan, context: ProviderContext): Promise<boolean>;
    /** Removes all files of an environment, and their pool; also those of a call that was killed. */
    remove(objects: Pick<EnvironmentPlan, 'uuid'>, context: ProviderContext): Promise<void>;
}
