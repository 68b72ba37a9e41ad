import type { Logger } from '../host/log.ts';
import type { DomainPlan, EnvironmentPlan, NetPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import { type Services } from './services.ts';
/** What a call of `start` brought up itself; a rollback takes down that and nothing else. */
export interface Started {
    readonly nets: NetPlan[];
    readonly domains: DomainPlan[];
    /** Whether it started the process that leads ports to machines. */
    forwarder?: boolean;
}
/** The domains that a caller named, all when it named none. @throws {StateError} `VM_UNKNOWN`, listing those there are. */
export declare function selectDomains(plan: EnvironmentPlan, names: readonly string[] | undefined): DomainPlan[];
/** Those of the domains that are not machines which exist already; says in the log which are passed over. */
export declare function passOverExternal(domains: readonly DomainPlan[], log: Logger): DomainPlan[];
/** Networks that the given domains are attached to. */
export declare function netsOf(plan: EnvironmentPlan, domains: readonly DomainPlan[]): NetPlan[];
/** Brings up the networks that are down, then all domains that are down at once. Notes what it did in `started`. */
export declare function bringUp(plan: EnvironmentPlan, domains: readonly DomainPlan[], nets: readonly NetPlan[], providers: Providers, services: Services, started: Started): Promise<void>;
/** Takes down what a failed start brought up, machines first. */
export declare function takeDown(started: Started, providers: Providers, services: Services): Promise<void>;
/**
 * Cuts the power of the given domains (all without names), then stops the networks that no running domain uses.
 *
 * @returns the domains that still run.
 */
export declare function bringDown(plan: EnvironmentPlan, domains: readonly DomainPlan[], providers: Providers, services: Services): Promise<readonly DomainPlan[]>;
/** What users are told when guests are emulated although they wanted KVM. */
export declare function emulationWarning(problem: {
    readonly reason: string;
    readonly fix: string;
}): string;
