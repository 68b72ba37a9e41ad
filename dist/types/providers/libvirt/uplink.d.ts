import type { NetPlan } from '../plan.ts';
import type { ProviderContext } from '../provider.ts';
/** An interface that a bridge takes, and whether it was up before. */
export interface Uplink {
    readonly interface: string;
    readonly wasUp: boolean;
}
/** What the alias of a bridge says of its uplink, so that it can be given back by whoever removes the bridge. */
export declare function uplinkAlias({ interface: name, wasUp }: Uplink): string;
/** Reads {@link uplinkAlias}; undefined for a bridge without uplink. */
export declare function parseUplinkAlias(alias: string | undefined): Uplink | undefined;
/**
 * Looks at the interface that a network wants as its uplink. Undefined when it wants none.
 *
 * @throws {HostError} `UPLINK_MISSING`, or `UPLINK_IN_USE` when the host would lose something.
 */
export declare function inspectUplink({ name: net, bridge, uplink }: Pick<NetPlan, 'name' | 'bridge' | 'uplink'>, context: ProviderContext): Promise<Uplink | undefined>;
