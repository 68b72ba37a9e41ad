import type { ListTemplatesOptions, TemplateListing } from './options.ts';
/** Lists templates: see the function of this name in on-demand.ts. */
export declare function listTemplates(options: ListTemplatesOptions): Promise<TemplateListing[]>;
