import type { AddTemplateOptions, PulledTemplate } from './options.ts';
/** Makes an image a template of the host's own repository: see the function of this name in on-demand.ts. */
export declare function addTemplate(options: AddTemplateOptions): Promise<PulledTemplate>;
