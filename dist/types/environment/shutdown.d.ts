import type { DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';
/** Seconds that each machine gets to power off, as in Lago. */
export declare const SHUTDOWN_TIMEOUT = 300;
/** What shutting down works on. */
export interface ShutdownParts {
    readonly plan: EnvironmentPlan;
    readonly providers: Providers;
    vm(name: string): Vm;
}
/**
 * Lets guests power off by themselves, all at once: by their power button (or agent), and over SSH when they do not
 * heed it. Machines that do not run are passed over, and those that their provider never powers off.
 *
 * @param timeout seconds that they get.
 * @throws {StateError} `SHUTDOWN_TIMEOUT`, naming those that still run.
 */
export declare function shutDown(parts: ShutdownParts, domains: readonly DomainPlan[], timeout: number, services: Services): Promise<void>;
/** Those of the domains that are not down. */
export declare function runningOf({ plan, providers }: ShutdownParts, domains: readonly DomainPlan[], { log, signal }: Services): Promise<DomainPlan[]>;
/** Names, for titles and messages. */
export declare function namesOf(domains: readonly DomainPlan[]): string;
