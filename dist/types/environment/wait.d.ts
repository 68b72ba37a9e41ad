import type { DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import { type Providers } from '../providers/providers.ts';
import type { PrefixPaths } from './prefix.ts';
import { type Services } from './services.ts';
import type { Vm } from './vm.ts';
/** Emulated guests get this many times the waiting time of others. */
export declare const EMULATION_FACTOR = 4;
/** What waiting for guests needs besides them. */
export interface WaitParts {
    readonly plan: EnvironmentPlan;
    readonly providers: Providers;
    readonly paths: PrefixPaths;
    /** Seconds per VM, not scaled; by default what the init file says, scaled for emulation. */
    readonly sshTimeout: number | undefined;
}
/**
 * Waits until SSH answers on all machines and what they could not be given before. The first that fails ends the waiting for the
 * others; before it is reported, its screenshot is taken and the end of its serial console goes into the log.
 *
 * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, ..., with the places of the evidence in its hint.
 */
export declare function waitUntilReady(vms: readonly Vm[], parts: WaitParts, services: Services): Promise<void>;
/** Seconds that a machine gets until SSH answers, longer where it is emulated. */
export declare function bootTimeout(domain: DomainPlan, plan: EnvironmentPlan): number;
