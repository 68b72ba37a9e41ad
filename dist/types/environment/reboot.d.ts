import type { DomainPlan } from '../providers/plan.ts';
import type { Services } from './services.ts';
import { type ShutdownParts } from './shutdown.ts';
/** How machines are rebooted. */
export interface RebootPlan {
    /** Seconds that each machine gets until it answers again; undefined does not wait. */
    waitFor(domain: DomainPlan): number | undefined;
}
/**
 * Lets guests reboot by themselves, all at once: over SSH, or by their power button when SSH does not answer. Machines
 * that do not run are passed over, and those that their provider never reboots.
 *
 * @throws {GuestError} `REBOOT_TIMEOUT`, naming the machine that did not come back.
 */
export declare function reboot(parts: ShutdownParts, domains: readonly DomainPlan[], { waitFor }: RebootPlan, services: Services): Promise<void>;
