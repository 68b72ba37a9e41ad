import type { LayerListing, ListLayersOptions } from './options.ts';
/** Lists layers: see the function of this name in on-demand.ts. */
export declare function listLayers(options: ListLayersOptions): Promise<LayerListing[]>;
