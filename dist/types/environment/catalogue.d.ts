import type { InitFile } from '../initfile/types.ts';
import type { Repositories } from '../templates/repositories.ts';
import type { TemplateQuery } from '../templates/repository-types.ts';
import type { TemplateStore } from '../templates/store.ts';
import type { TemplateVersion } from '../templates/types.ts';
import type { ResolveTemplate } from './plan-context.ts';
import type { Services } from './services.ts';
/** What was last seen of a repository, in a file that is worth keeping in a CI cache. */
export interface RepositorySnapshot {
    /** Absolute path, URL, or `builtin`. */
    readonly location: string;
    /** Absolute path; need not be there. */
    readonly file: string;
}
/** The template versions that an init file names, found in its repositories before anything is planned. */
export interface Catalogue {
    /** Answers from what was found; for the planner, which must not wait. */
    readonly lookup: ResolveTemplate;
    /** Every version found, each once. */
    readonly versions: readonly TemplateVersion[];
    /** Whether the init file asks for any template. */
    readonly wanted: boolean;
    /** Repositories that were asked, as last seen. */
    readonly snapshots: readonly RepositorySnapshot[];
    /** Brings one more template into the store, for images whose parent it is, and gives its path. */
    fetch(template: string, version: string): Promise<string>;
    /** Asks again what a version's content is, where that may have changed since. */
    renew(version: TemplateVersion): Promise<TemplateVersion | undefined>;
}
/** Where the templates of an init file come from. */
export interface CatalogueOptions {
    readonly repositories: Pick<Repositories, 'search' | 'opened' | 'renew'>;
    /** Whether anybody said where templates come from. */
    readonly isRepositoryGiven: boolean;
}
/**
 * Looks up all templates of an init file; the first repository that has a name wins. Unknown names are left to the
 * planner, which knows their places in the file.
 *
 * @throws {ToolError} `REPOSITORY_UNREACHABLE`, `REPOSITORY_INVALID`.
 */
export declare function openCatalogue(initFile: InitFile, { repositories, isRepositoryGiven }: CatalogueOptions, store: TemplateStore, { signal, log }: Services): Promise<Catalogue>;
/** The templates that an init file asks for, in its order. */
export declare function wantedTemplates(initFile: InitFile): TemplateQuery[];
