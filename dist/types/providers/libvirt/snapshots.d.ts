import type { DomainPlan, EnvironmentPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
import type { SaveTarget, SnapshotOperations } from '../snapshots.ts';
import { type Virsh } from './virsh.ts';
/**
 * Saves and restores machines by libvirt's external snapshots, of which libvirt itself keeps no record: memory goes to a
 * file as `virsh save` writes it, and the disks go on in images that we made. QEMU never stops, and no guest agent is asked.
 */
export declare class LibvirtSnapshots implements SnapshotOperations {
    #private;
    constructor(virsh: Virsh);
    suspend(domain: DomainPlan, context: ProviderContext): Promise<void>;
    resume(domain: DomainPlan, context: ProviderContext): Promise<boolean>;
    save(domain: DomainPlan, target: SaveTarget, plan: EnvironmentPlan, { log, signal }: ProviderContext): Promise<void>;
    memoryProblem(file: string, context: ProviderContext): Promise<string | undefined>;
    restore(domain: DomainPlan, memory: string, plan: EnvironmentPlan, { log }: ProviderContext): Promise<void>;
    images(domain: DomainPlan, context: ProviderContext): Promise<ReadonlyMap<string, readonly string[]> | undefined>;
    commit(domain: DomainPlan, { dev, top, base }: {
        readonly dev: string;
        readonly top: string;
        readonly base: string;
    }, context: ProviderContext): Promise<void>;
    pull(domain: DomainPlan, { dev, base }: {
        readonly dev: string;
        readonly base: string;
    }, context: ProviderContext): Promise<void>;
    setClock(domain: DomainPlan, context: ProviderContext): Promise<boolean>;
    settle(domains: readonly DomainPlan[], plan: EnvironmentPlan, context: ProviderContext): Promise<void>;
}
