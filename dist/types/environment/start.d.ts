import type { DomainPlan, EnvironmentPlan, NetPlan } from '../providers/plan.ts';
import type { VmProvider } from '../providers/provider.ts';
import { type Services } from './services.ts';
/** What a call of `start` brought up itself; a rollback takes down that and nothing else. */
export interface Started {
    readonly nets: NetPlan[];
    readonly domains: DomainPlan[];
}
/** The domains that a caller named, all when it named none. @throws {StateError} `VM_UNKNOWN`, listing those there are. */
export declare function selectDomains(plan: EnvironmentPlan, names: readonly string[] | undefined): DomainPlan[];
/** Networks that the given domains are attached to. */
export declare function netsOf(plan: EnvironmentPlan, domains: readonly DomainPlan[]): NetPlan[];
/** Brings up the networks that are down, then all domains that are down at once. Notes what it did in `started`. */
export declare function bringUp(plan: EnvironmentPlan, domains: readonly DomainPlan[], nets: readonly NetPlan[], provider: VmProvider, services: Services, started: Started): Promise<void>;
/** Takes down what a failed start brought up, machines first. */
export declare function takeDown(started: Started, provider: VmProvider, services: Services): Promise<void>;
/**
 * Cuts the power of the given domains (all without names), then stops the networks that no running domain uses.
 */
export declare function bringDown(plan: EnvironmentPlan, domains: readonly DomainPlan[], provider: VmProvider, services: Services): Promise<void>;
