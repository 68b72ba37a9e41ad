import type { EnvironmentPlan } from '../providers/plan.ts';
import { type PortForward } from './forwards.ts';
import { type OwnerRecord } from './owner.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';
/** The process that leads ports of the host to the machines of one environment, if any of them wants ports. */
export interface Forwarding {
    /** See {@link startForwarder}. */
    start(services: Services): Promise<boolean>;
    /** See {@link stopForwarder}. */
    stop(services: Services): Promise<void>;
}
/**
 * Starts the process that leads ports of the host to machines of an environment, and notes it in the owner record. Does
 * nothing when it runs. To be called under the environment's lock.
 *
 * @returns whether it was started.
 * @throws {HostError} `PORT_TAKEN`, saying by whom if that can be seen, `PORT_REFUSED`; {@link ToolError} `FORWARDER_FAILED`.
 */
export declare function startForwarder(uuid: string, paths: PrefixPaths, services: Services): Promise<boolean>;
/** The forwarder of an environment. */
export declare function forwardingOf(plan: EnvironmentPlan, paths: PrefixPaths): Forwarding;
/** Whether any machine of an environment wants ports of the host. */
export declare function hasPorts({ domains }: EnvironmentPlan): boolean;
/** Ends the forwarder that a record names, and all connections that it leads. Fine when there is none. */
export declare function endForwarder({ forwarder }: Pick<OwnerRecord, 'forwarder'>): Promise<void>;
/** Ends the forwarder of an environment whose machines are down. To be called under the environment's lock. */
export declare function stopForwarder(uuid: string, paths: PrefixPaths, services: Services): Promise<void>;
/** The ports of the host that lead to machines of an environment now. */
export declare function forwardsOf(uuid: string, paths: PrefixPaths, services: Services): Promise<readonly PortForward[]>;
