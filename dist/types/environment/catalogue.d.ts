import { UserError } from '../host/errors.ts';
import type { InitFile } from '../initfile/types.ts';
import type { TemplateStore } from '../templates/store.ts';
import { type TemplateVersion } from '../templates/types.ts';
import type { TemplateCache } from './options.ts';
import type { ResolveTemplate } from './plan-context.ts';
import type { Services } from './services.ts';
/** Where the templates of an init file come from. */
export interface CatalogueOptions {
    readonly repositories: readonly string[];
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly cache: TemplateCache | undefined;
    /** Whether what is seen of repositories is kept in the store. */
    readonly keepSnapshot: boolean;
}
/** The template versions that an init file names, found in its repositories before anything is planned. */
export interface Catalogue {
    /** Answers from what was found; for the planner, which must not wait. */
    readonly lookup: ResolveTemplate;
    /** Every version found, each once. */
    readonly versions: readonly TemplateVersion[];
    /** Whether the init file asks for any template. */
    readonly wanted: boolean;
    /** Repository files as last seen, for the cache. */
    readonly snapshots: readonly string[];
    /** Brings one more template into the store, for images whose parent it is, and gives its path. */
    fetch(template: string, version: string): Promise<string>;
}
/**
 * Looks up all templates of an init file; the first repository that has a name wins. Unknown names are left to the
 * planner, which knows their places in the file.
 *
 * @throws {ToolError} `REPOSITORY_UNREACHABLE`, `REPOSITORY_INVALID`.
 */
export declare function openCatalogue(initFile: InitFile, options: CatalogueOptions, store: TemplateStore, services: Services): Promise<Catalogue>;
/** The error for templates that are wanted, as `why` says, while there is nowhere to get them. */
export declare function noRepository(why: string): UserError;
/**
 * Brings all templates into the store: what it has is used, what the cache has is restored and verified, the rest is
 * fetched and saved to the cache at once, so that a job that fails later does not lose it.
 */
export declare function fetchTemplates(catalogue: Catalogue, options: Pick<CatalogueOptions, 'cache' | 'repositories' | 'cwd'>, store: TemplateStore, services: Services): Promise<{
    readonly restored: number;
    readonly fetched: number;
}>;
