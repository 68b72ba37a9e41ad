import type { EnvironmentPlan } from '../plan.ts';
import type { DomainState, ProviderContext, VmProvider } from '../provider.ts';
/** Name of the provider of machines that exist already. */
export declare const SSH_PROVIDER = "ssh";
/**
 * Machines that exist already, reached over SSH. They are not ours: nothing here starts, stops or removes them, and their
 * state is whether an SSH server answers at their address.
 */
export declare class SshProvider implements VmProvider {
    readonly name = "ssh";
    start(): Promise<void>;
    stop(): Promise<void>;
    states(plan: EnvironmentPlan, { signal }: ProviderContext): Promise<ReadonlyMap<string, DomainState>>;
    destroy(): Promise<void>;
}
