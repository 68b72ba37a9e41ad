import type { RepositorySource } from './repository-file.ts';
import type { TemplateOrigin } from './types.ts';
/** Where a repository file was found. */
export type RepositoryPlace = {
    readonly kind: 'file' /** Absolute. */;
    readonly path: string;
} | {
    readonly kind: 'http';
    readonly url: string;
};
/** Variables that a repository file may use in paths; only those named `LAGO_*` count. */
export type Variables = Readonly<Record<string, string | undefined>>;
/**
 * Finds where a handle of a source points to. Relative roots and base URLs are relative to the repository file; `~` and
 * `$LAGO_*` variables in paths are replaced, in the handle too.
 *
 * @throws {UserError} `REPOSITORY_INVALID` when a repository of the network names files of this host, or a URL is none.
 */
export declare function originOf(source: RepositorySource, handle: string, place: RepositoryPlace, variables: Variables): TemplateOrigin;
/** A repository location as an absolute path or URL. */
export declare function placeOf(location: string, cwd: string): RepositoryPlace;
/** The same place with a suffix: to the path, not to the query. */
export declare function addSuffix(origin: TemplateOrigin, suffix: string): TemplateOrigin;
