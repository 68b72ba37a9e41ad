import type { Builders } from '../../disks/layers/builders.ts';
import type { LayerStore } from '../../disks/layers/store.ts';
import type { BuildRun } from '../../disks/layers/types.ts';
import type { LayerCache } from '../layer-cache.ts';
import type { Services } from '../services.ts';
import { type DiskWork } from './disk-work.ts';
/** libguestfs appliances at once, and machines that build: each is a virtual machine of its own. */
export declare const APPLIANCES = 2;
/** What making layers needs. */
export interface LayerParts extends Pick<BuildRun, 'acceleration' | 'env' | 'publicKey' | 'publicKeyFile'> {
    readonly layerStore: LayerStore;
    readonly builders: Builders;
    /** Builds everything anew, and uses no layer that is there. */
    readonly noCache: boolean;
    /** Removes a layer that nobody uses. @returns false when somebody does. */
    dropLayer(key: string): Promise<boolean>;
    /** Whether environments lie over what is in the place of a layer. */
    isLayerUsed(key: string): Promise<boolean>;
    /** Layers elsewhere, such as in the cache of GitHub Actions. */
    readonly layerCache?: Pick<LayerCache, 'restore' | 'built' | 'inStore'>;
}
/** Layers for the disks of an environment; they stay until this is disposed of. */
export declare class BroughtLayers implements AsyncDisposable {
    #private;
    constructor(files: ReadonlyMap<DiskWork, string>, held: readonly AsyncDisposable[]);
    /** Absolute path of the layer that a disk gets; undefined when it gets none. */
    fileOf(work: DiskWork): string | undefined;
    [Symbol.asyncDispose](): Promise<void>;
}
/**
 * Finds or builds the layers that the disks of an environment are to lie on. A disk gets none when the store cannot be
 * written to and has none.
 *
 * @throws errors of `ensureLayer`.
 */
export declare function bringLayers(works: readonly DiskWork[], parts: LayerParts, services: Services): Promise<BroughtLayers>;
/** `<vm>/<disk>` */
export declare function nameOf({ context: { domain, disk } }: DiskWork): string;
