import type { LayerPruneReport, PruneLayersOptions } from './options.ts';
/** Removes layers from the store: see the function of this name in on-demand.ts. */
export declare function pruneLayers(options: PruneLayersOptions): Promise<LayerPruneReport>;
