import type { EnvironmentPlan } from '../providers/plan.ts';
import type { VmProvider } from '../providers/provider.ts';
import type { PrefixPaths } from './prefix.ts';
import { type Services } from './services.ts';
import type { Vm } from './vm.ts';
/** Emulated guests get this many times the waiting time of others. */
export declare const EMULATION_FACTOR = 4;
/** What waiting for guests needs besides them. */
export interface WaitParts {
    readonly plan: EnvironmentPlan;
    readonly provider: VmProvider;
    readonly paths: PrefixPaths;
    /** Seconds per VM, not scaled; by default what the init file says, scaled for emulation. */
    readonly sshTimeout: number | undefined;
}
/**
 * Waits until SSH answers on all machines and gives them their names. The first that fails ends the waiting for the
 * others; before it is reported, its screenshot is taken and the end of its serial console goes into the log.
 *
 * @throws {GuestError} `SSH_TIMEOUT`, `GUEST_DOWN`, ..., with the places of the evidence in its hint.
 */
export declare function waitUntilReady(vms: readonly Vm[], parts: WaitParts, services: Services): Promise<void>;
