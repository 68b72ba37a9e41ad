import type { BuildTemplateOptions, BuiltTemplate } from './options.ts';
/** Makes a template from a recipe: see the function of this name in on-demand.ts. */
export declare function buildTemplate(options: BuildTemplateOptions): Promise<BuiltTemplate>;
