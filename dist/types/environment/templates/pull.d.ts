import type { TemplateQuery } from '../../templates/repository-types.ts';
import type { PulledTemplate, PullTemplatesOptions } from './options.ts';
/** Brings templates into the store: see the function of this name in on-demand.ts. */
export declare function pullTemplates(options: PullTemplatesOptions): Promise<PulledTemplate[]>;
/** `NAME`, `NAME:VERSION`, `REPOSITORY/NAME:VERSION`, or `REPOSITORY:NAME:VERSION` as the store has it. */
export declare function parseName(text: string): TemplateQuery;
