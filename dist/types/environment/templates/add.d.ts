import type { AddTemplateOptions, PulledTemplate } from './options.ts';
/** Makes an image a template of the host's own repository: see the function of this name in on-demand.ts. */
export declare function addTemplate(options: AddTemplateOptions): Promise<PulledTemplate>;
/** Name of a version as it is. @throws {UserError} `TEMPLATE_NAME_INVALID` for one that no repository may have. */
export declare function checkedVersion(text: string): string;
