import type { HostPaths } from '../host/paths.ts';
import { Repositories } from '../templates/repositories.ts';
import type { TemplateArchitecture } from '../templates/repository-types.ts';
import type { Resolved } from './host-services.ts';
import type { InitFileOptions, TemplateCache } from './options.ts';
/** Name of the repository of templates that were added on this host. */
export declare const LOCAL_REPOSITORY = "local";
/** Which repositories are asked for. */
export type RepositoryChoice = Pick<InitFileOptions, 'templateRepos' | 'templateRepoName' | 'templateReposDir'>;
/** How repositories are opened. */
export interface RepositoryUse {
    readonly cache?: TemplateCache | undefined;
    /** Whether what is seen of repositories is kept in the store; true by default. */
    readonly keepSnapshot?: boolean;
    /** Architecture of machines that say none; that of this process by default. */
    readonly hostArch?: () => Promise<TemplateArchitecture>;
    /** Whether distributors of built-in templates are left alone: nothing will be fetched. False by default. */
    readonly offline?: boolean;
    /** Asks distributors for the newest versions even if they were asked not long ago. False by default. */
    readonly refresh?: boolean;
}
/**
 * The template repositories in the order of their precedence: those given, by path and by name (else those of the
 * configuration's variable), then that of templates that were added on this host, last the built-in one.
 *
 * @throws {UserError} `TEMPLATE_REPO_UNKNOWN`
 */
export declare function openRepositories(options: RepositoryChoice, resolved: Resolved, use?: RepositoryUse): Repositories;
/** Repositories that were asked for: by options, else by the configuration's variable, separated by commas. */
export declare function givenRepositories(options: RepositoryChoice, { cwd, env, services }: Resolved): readonly string[];
/** Absolute path of the repository file of templates that were added on this host; need not be there. */
export declare function localRepository({ repositoriesDir }: Pick<HostPaths, 'repositoriesDir'>): string;
/** Architecture of this process. */
export declare function ownArch(): Promise<TemplateArchitecture>;
