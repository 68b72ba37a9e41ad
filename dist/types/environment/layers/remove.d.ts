import { LayerStore } from '../../disks/layers/store.ts';
import type { Services } from '../services.ts';
import { type ImageUsers } from '../templates/in-use.ts';
/** Who uses a layer: uuids of environments. */
export declare function usersOfLayer(store: LayerStore, key: string, users: ImageUsers): Promise<readonly string[]>;
/** Whether environments lie over what is in the place of a layer; true when that cannot be known. */
export declare function isLayerUsed(store: LayerStore, key: string, services: Services): Promise<boolean>;
/**
 * Locks a layer, so that nobody builds it or begins to use it until the result is disposed of.
 *
 * @returns undefined when somebody is at it.
 */
export declare function reserveLayer(store: LayerStore, key: string, { signal }: Pick<Services, 'signal'>): Promise<AsyncDisposable | undefined>;
/**
 * Removes a layer, unless an environment uses it or is about to; fine when it is not there.
 *
 * @returns whether it is gone.
 */
export declare function dropLayer(store: LayerStore, key: string, services: Services): Promise<boolean>;
/**
 * Removes what killed builds left, as far as nobody is at work there.
 *
 * @returns the keys of which something was left.
 * @throws {HostError} `PERMISSION_DENIED`, `FILE_FAILED`.
 */
export declare function sweepLayers(store: LayerStore, services: Services): Promise<readonly string[]>;
/** {@link sweepLayers} for those who have done something else: what cannot be removed now can be later. */
export declare function trySweepLayers(services: Services): Promise<void>;
