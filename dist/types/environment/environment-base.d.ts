import type { Logger } from '../host/log.ts';
import type { InventoryHost } from '../inventory/host.ts';
import type { DomainPlan, EnvironmentPlan, HostFacts } from '../providers/plan.ts';
import type { ProviderContext } from '../providers/provider.ts';
import { type Providers } from '../providers/providers.ts';
import type { Environment } from './environment.ts';
import { FoundAddresses } from './found-addresses.ts';
import type { Net } from './network.ts';
import type { AccelerationChoice, RebootOptions, StartOptions } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { ShutdownParts } from './shutdown.ts';
import { Snapshots } from './snapshots/snapshots.ts';
import type { Vm } from './vm.ts';
/** What `init` found out about the host, for a `start` that follows at once. */
export interface FreshFacts {
    readonly choice: AccelerationChoice;
    readonly host: HostFacts;
}
/** What an environment consists of, and what its operations share. */
export declare abstract class EnvironmentBase {
    #private;
    /** 32 hex digits. */
    readonly uuid: string;
    /** Absolute path of the prefix directory. */
    readonly prefix: string;
    readonly paths: PrefixPaths;
    protected readonly services: Services;
    protected readonly providers: Providers;
    protected readonly vms: ReadonlyMap<string, Vm>;
    protected readonly nets: ReadonlyMap<string, Net>;
    protected readonly found: FoundAddresses;
    protected readonly snapshotStore: Snapshots;
    /** As `init` made it; disks may be in other images since. */
    protected made: EnvironmentPlan;
    /** Everything that was decided about this environment. */
    get plan(): EnvironmentPlan;
    /** Machines by name, in the order of the init file. */
    getVms(): ReadonlyMap<string, Vm>;
    /** One machine. @throws {StateError} `VM_UNKNOWN`, listing those there are. */
    vm(name: string): Vm;
    /** One network. @throws {StateError} `NET_UNKNOWN`, listing those there are. */
    net(name: string): Net;
    /** Networks by name, in the order of the init file. */
    getNets(): ReadonlyMap<string, Net>;
    /** Closes connections to guests; machines keep running. */
    close(): Promise<void>;
    protected facts(choice: AccelerationChoice, context: ProviderContext): Promise<HostFacts>;
    /** Notes in the owner record that there will be machines, and puts a watchdog beside the environment if it needs one. */
    protected claim(services?: Services): Promise<void>;
    protected bringDown(domains: readonly DomainPlan[], services: Services): Promise<void>;
    protected servicesFor(log: Logger, signal: AbortSignal | undefined): Services;
    protected waitFor(domains: readonly DomainPlan[], options: Pick<StartOptions, 'sshTimeout'>, services: Services): Promise<void>;
    protected powerParts(): ShutdownParts;
    protected netsUp(): Promise<ReadonlySet<string>>;
    protected context(): ProviderContext;
    protected inventoryHosts(): InventoryHost[];
    /** What machines have done by their environment. */
    abstract start(options?: StartOptions): Promise<void>;
    abstract reboot(vms?: readonly string[], options?: RebootOptions): Promise<void>;
    abstract snapshot(...args: Parameters<Environment['snapshot']>): ReturnType<Environment['snapshot']>;
    abstract exportVms(...args: Parameters<Environment['exportVms']>): ReturnType<Environment['exportVms']>;
    abstract revert(...args: Parameters<Environment['revert']>): ReturnType<Environment['revert']>;
}
