import type { EnvironmentPlan } from '../providers/plan.ts';
import type { DomainState } from '../providers/provider.ts';
import type { PortForward } from './forwards.ts';
/** Status of an environment, in the shape and spelling that Lago's `status` verb prints. */
export interface EnvironmentStatus {
    readonly Prefix: {
        readonly 'Base directory': string;
        readonly UUID: string;
        readonly Networks: Readonly<Record<string, NetStatus>>;
        readonly VMs: Readonly<Record<string, VmStatus>>;
    };
}
/** State of a network, as `status` prints it. */
export interface NetStatus {
    /** Null on bridge networks. */
    readonly gateway: string | null;
    readonly management: boolean;
    readonly status: 'up' | 'down';
}
/** State of a machine, as `status` prints it. */
export interface VmStatus {
    readonly distro: string | null;
    readonly 'root password': string | null;
    readonly status: DomainState;
    /** Names, separated by commas. */
    readonly snapshots: string;
    readonly metadata: Readonly<Record<string, unknown>>;
    /** Ports of the guest -> where they are on the host, such as `127.0.0.1:8080`; only where there are any. */
    readonly ports?: Readonly<Record<string, string>>;
    readonly NICs: Readonly<Record<string, {
        readonly network: string /** `N/A` without one. */;
        readonly ip: string;
    }>>;
}
/** Puts a status together from the plan and what the provider reports. */
export declare function buildStatus(plan: EnvironmentPlan, netsUp: ReadonlySet<string>, states: ReadonlyMap<string, DomainState>, forwards: readonly PortForward[], addressOf: (domain: string, nic: number) => string | undefined): EnvironmentStatus;
