import { type PruneReport } from '../../templates/prune.ts';
import type { PruneTemplatesOptions } from './options.ts';
/** Removes templates from the store: see the function of this name in on-demand.ts. */
export declare function pruneTemplates(options: PruneTemplatesOptions): Promise<PruneReport>;
