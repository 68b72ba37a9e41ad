import { LagoError } from '../host/errors.ts';
import type { ListedTemplate, TemplateQuery, TemplateRepository } from './repository-types.ts';
import type { TemplateVersion } from './types.ts';
/** A repository that may be opened when it is needed. */
export interface RepositorySource {
    /** Absolute path, URL, or `builtin`, for people: without what may be secret in a URL. */
    readonly location: string;
    /** Its name, where that is known before it is opened. */
    readonly name?: string;
    /** @throws {ToolError} `REPOSITORY_UNREACHABLE` or `REPOSITORY_INVALID`. */
    open(): Promise<TemplateRepository>;
}
/** What asking all repositories for a template comes to; what is known instead serves the error message. */
export type Search = {
    readonly kind: 'found';
    readonly version: TemplateVersion;
} | {
    readonly kind: 'unknown-template';
    readonly names: readonly string[];
} | {
    readonly kind: 'unknown-version';
    readonly template: string;
    readonly versions: readonly string[];
    /** What the repository says of it: `TEMPLATE_VERSION_UNKNOWN`. */
    readonly error: LagoError;
};
/** One repository in a list of all. */
export interface RepositoryListing {
    /** Undefined for one that could not be opened. */
    readonly name?: string;
    readonly location: string;
    readonly templates: readonly ListedTemplate[];
    /** Why it could not be opened. */
    readonly problem?: LagoError;
}
/**
 * Template repositories in the order of their precedence. One is opened only when those before it do not have what is asked
 * for, so that one that is away harms nobody who does not need it.
 */
export declare class Repositories {
    #private;
    constructor(sources: readonly RepositorySource[]);
    /** Where they are, first the one that is asked first. */
    get locations(): readonly string[];
    /**
     * Looks for a template; the first repository that has it wins. `<repository>/<template>` asks that one only.
     *
     * @throws {ToolError} `REPOSITORY_UNREACHABLE` of a repository that comes before all that have it, and what resolving it
     *   throws.
     */
    search(query: TemplateQuery): Promise<Search>;
    /**
     * Finds one template.
     *
     * @throws {UserError} `TEMPLATE_UNKNOWN`, `TEMPLATE_VERSION_UNKNOWN`; and what {@link search} throws.
     */
    find(query: TemplateQuery): Promise<TemplateVersion>;
    /** Lists what all of them have. Those that cannot be opened are listed with the reason. */
    list(): Promise<readonly RepositoryListing[]>;
    /** Those that were opened so far. */
    opened(): Promise<readonly TemplateRepository[]>;
    /** Asks again what a version's content is; undefined where that is no use. */
    renew(version: TemplateVersion): Promise<TemplateVersion | undefined>;
}
