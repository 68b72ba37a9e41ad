import type { DomainPlan, EnvironmentPlan } from '../providers/plan.ts';
import type { DeployedScript } from './options.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
import type { Vm } from './vm.ts';
/** A machine that scripts run on. */
export type Deployable = Pick<Vm, 'name' | 'fqdn' | 'allIps' | 'inventoryHost' | 'reach'>;
/** What deploying works on. */
export interface DeployParts {
    readonly plan: Pick<EnvironmentPlan, 'domains' | 'uuid'>;
    readonly paths: Pick<PrefixPaths, 'logs'>;
    vm(name: string): Deployable;
}
/**
 * Runs the deploy scripts of machines, all machines at once and the scripts of each in order. A script that fails ends the
 * deployment of its machine; the others go on.
 *
 * @throws {GuestError} `DEPLOY_FAILED`, once all have ended; {@link StateError} `VM_NOT_RUNNING`; `SSH_TIMEOUT`, ...
 */
export declare function deploy(parts: DeployParts, domains: readonly Pick<DomainPlan, 'name' | 'deployScripts'>[], services: Pick<Services, 'log' | 'signal'>): Promise<DeployedScript[]>;
