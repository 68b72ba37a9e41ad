import type { ProviderContext } from '../provider.ts';
/** Creates a Linux bridge without uplink and brings it up; one that exists already is left as it is. STP stays off. */
export declare function createBridge(name: string, context: ProviderContext): Promise<void>;
/** Removes a Linux bridge; one that is gone already is fine. */
export declare function removeBridge(name: string, context: ProviderContext): Promise<void>;
