import type { TemplateVersion } from './types.ts';
/** Architectures that templates are for. */
export type TemplateArchitecture = 'x86_64' | 'aarch64';
/** A template that is asked for. */
export interface TemplateQuery {
    readonly template: string;
    /** The newest by default. */
    readonly version?: string | undefined;
    /** Of the machine that is to boot it; where a repository has one name for several. The host's by default. */
    readonly arch?: TemplateArchitecture | undefined;
}
/** A template as a list shows it. */
export interface ListedTemplate {
    readonly template: string;
    /** Other names that lead to it. */
    readonly aliases: readonly string[];
    /** Where its repository says so. */
    readonly arch?: TemplateArchitecture;
    /** Those that are known without asking anybody, newest first. Of a built-in one, those that this host has seen. */
    readonly versions: readonly string[];
}
/** Where templates come from, once it is known what it has. Which versions there are may take a question to a server. */
export interface TemplateRepository {
    /** Name that it gives itself. */
    readonly name: string;
    /** Absolute path, URL (with all that may be secret in it), or `builtin`. */
    readonly location: string;
    /** Names of all templates, sorted, without aliases. */
    readonly templates: readonly string[];
    /** Whether it has a template of this name, aliases included. Asks nobody. */
    offers(template: string): boolean;
    /** Everything it has, without asking anybody. */
    list(): readonly ListedTemplate[];
    /**
     * Versions of a template, newest first; none for one that it does not have.
     *
     * @throws {ToolError} as {@link resolve}.
     */
    versions(template: string, arch?: TemplateArchitecture): Promise<readonly string[]>;
    /**
     * Finds a template version, with its hash and metadata.
     *
     * @throws {UserError} `TEMPLATE_UNKNOWN` or `TEMPLATE_VERSION_UNKNOWN`, with near names and all there are.
     * @throws {ToolError} `REPOSITORY_UNREACHABLE`, `REPOSITORY_INVALID`, `TEMPLATE_MISSING`, `TEMPLATE_SIGNATURE_BAD`.
     */
    resolve(query: TemplateQuery): Promise<TemplateVersion>;
    /** Asks again what a version's content is, where that may have changed; undefined where asking again is no use. */
    renew?(version: TemplateVersion): Promise<TemplateVersion | undefined>;
}
