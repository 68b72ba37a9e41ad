import { type LayerRecord } from '../disks/layers/record.ts';
import type { LayerStore } from '../disks/layers/store.ts';
import type { CiCache } from './ci-cache.ts';
import type { Services } from './services.ts';
/** Layers that would do for a disk. */
export interface WantedLayers {
    /** For people: VM and disk. */
    readonly name: string;
    /** The best first: that of all steps, then those of fewer. */
    readonly keys: readonly string[];
    /** Absolute path of the template that they lie on. */
    readonly baseFile: string;
    /** The one of the keys whose lock the caller has, if any. */
    readonly locked?: string;
}
/** Layers in a cache between machines. Without a cache all of it does nothing. */
export declare class LayerCache {
    #private;
    constructor(store: LayerStore, ciCache: CiCache, services: Pick<Services, 'log' | 'signal'>);
    /** Tells that a layer was in the store. */
    inStore(name: string): void;
    /**
     * Restores the first of some layers that the cache has, verifies it and puts it into the store.
     *
     * @returns its key; undefined when nothing came, or nothing good.
     */
    restore({ name, keys, baseFile, locked }: WantedLayers): Promise<string | undefined>;
    /** Begins to save a layer that was built and published, unless it has a secret in it or is not worth while. */
    built(name: string, record: LayerRecord): void;
}
