import type { ServiceProvider } from '../guest/services/provider.ts';
import type { DomainPlan, HostFacts } from '../providers/plan.ts';
import type { ConsoleCommand, Diagnostics } from '../providers/provider.ts';
import type { ExtractParts } from './extract.ts';
import type { AccessParts, GuestAccess } from './guest-access.ts';
import type { Net } from './network.ts';
import type { ExportOptions, ExportReport, RebootOptions, RevertOptions, ShutdownOptions, SnapshotOptions, StartOptions } from './options.ts';
import type { SnapshotInfo } from './snapshots/list.ts';
/** What a VM needs from its environment. */
export interface VmParts extends AccessParts, Pick<ExtractParts, 'acceleration' | 'env' | 'appliances' | 'disksAreHere'> {
    net(name: string): Net;
    /** How services may be run, in the order in which a guest is asked. */
    readonly serviceProviders: readonly ServiceProvider[];
    /** The machine as it is now: its disks may be in other images than at first. */
    domain(): DomainPlan;
    /** Facts about the host that runs it. */
    host(): Promise<HostFacts>;
    start(options?: Omit<StartOptions, 'vms'>): Promise<void>;
    stop(): Promise<void>;
    shutdown(options?: ShutdownOptions): Promise<void>;
    reboot(options?: RebootOptions): Promise<void>;
    snapshot(name: string, options?: Omit<SnapshotOptions, 'vms'>): Promise<SnapshotInfo>;
    revert(name: string, options?: Omit<RevertOptions, 'vms'>): Promise<void>;
    exportDisks(options?: Omit<ExportOptions, 'vms'>): Promise<ExportReport>;
    diagnostics(directory: string): Promise<Diagnostics>;
    /** @throws {StateError} `OPERATION_UNSUPPORTED` */
    console(): ConsoleCommand;
}
/** What taking files from a VM needs of it. */
export declare function extractPartsOf(parts: VmParts, access: GuestAccess): ExtractParts;
