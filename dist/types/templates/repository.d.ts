import type { Logger } from '../host/log.ts';
import type { RetryOptions } from '../host/retry.ts';
import { type Variables } from './origin.ts';
import type { TemplateRepository } from './repository-types.ts';
/** How to open a repository. */
export interface RepositoryOptions {
    /** Template store, which keeps what was last seen of the repository. */
    readonly storeDir: string;
    /** Directory that a relative path of the repository refers to. */
    readonly cwd: string;
    /** Whether to keep what was seen of the repository in the store; true by default. */
    readonly keepSnapshot?: boolean;
    /** Variables that paths in a local repository file may use; only those named `LAGO_*` count. */
    readonly variables?: Variables;
    /** How long to try to reach it; a good minute by default. */
    readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/**
 * Opens a template repository: a local file or an `http(s)` URL in Lago's format. While it cannot be reached, what was
 * last seen of it serves, with a warning.
 *
 * @throws {ToolError} `REPOSITORY_UNREACHABLE` or `REPOSITORY_INVALID`.
 */
export declare function openRepository(location: string, options: RepositoryOptions): Promise<TemplateRepository>;
/** Absolute path or URL of a repository: what its snapshot is kept under. */
export declare function repositoryLocation(location: string, cwd: string): string;
