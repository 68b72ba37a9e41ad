import type { LayerStore } from './store.ts';
/** Ends what a killed build of a layer left running, and removes its sockets. The caller has the lock. */
export declare function endKilledBuild(key: string, store: LayerStore): Promise<void>;
