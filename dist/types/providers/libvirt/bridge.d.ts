import type { NetPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
/**
 * Creates a Linux bridge, takes its uplink, and brings it up; one that exists already is completed. STP stays off, and the
 * host gets no address on it, whatever it hears from there.
 *
 * @throws {HostError} `UPLINK_MISSING`, `UPLINK_IN_USE`, `BRIDGE_DENIED`; {@link ToolError} `BRIDGE_FAILED`.
 */
export declare function createBridge(net: Pick<NetPlan, 'name' | 'bridge' | 'mtu' | 'uplink'>, context: ProviderContext): Promise<void>;
/**
 * Gives back the uplink of a Linux bridge as it was, and removes the bridge; one that is gone already is fine. Needs nothing
 * but the name: what else has to be known is noted at the bridge.
 *
 * @throws {HostError} `BRIDGE_DENIED`; {@link ToolError} `BRIDGE_FAILED`.
 */
export declare function removeBridge(bridge: string, context: ProviderContext): Promise<void>;
