import type { Logger } from '../host/log.ts';
import type { RetryOptions } from '../host/retry.ts';
import { type RepositoryPlace, type Variables } from './origin.ts';
import { type RepositoryFile } from './repository-file.ts';
import { type Snapshot } from './snapshot.ts';
import type { TemplateVersion } from './types.ts';
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
/** A template repository whose file was read. */
export declare class TemplateRepository {
    #private;
    constructor(place: RepositoryPlace, file: RepositoryFile, snapshot: Snapshot | undefined, options: RepositoryOptions);
    /** Name that the repository gives itself. */
    get name(): string;
    /** Absolute path, or URL. */
    get location(): string;
    /** Names of all templates, sorted. */
    get templates(): readonly string[];
    /** Versions of a template, newest first; none for one that does not exist. */
    versions(template: string): readonly string[];
    /**
     * Finds a template version, the newest when none is named, with its hash and metadata.
     *
     * @throws {UserError} `TEMPLATE_UNKNOWN` or `TEMPLATE_VERSION_UNKNOWN`, with near names and all there are.
     * @throws {ToolError} `REPOSITORY_UNREACHABLE` or `REPOSITORY_INVALID`.
     */
    resolve(template: string, version?: string): Promise<TemplateVersion>;
}
/** Absolute path or URL of a repository: what its snapshot is kept under. */
export declare function repositoryLocation(location: string, cwd: string): string;
