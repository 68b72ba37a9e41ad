import type { Repositories } from './repositories.ts';
import type { TemplateQuery } from './repository-types.ts';
import type { StoredTemplate, TemplateStore } from './store.ts';
import { type TemplateVersion } from './types.ts';
/** Answer to the question for a template; what is known instead serves the error message. */
export type LookupAnswer = {
    readonly kind: 'found';
    readonly template: StoredTemplate;
} | {
    readonly kind: 'unknown-template';
    readonly names: readonly string[];
    readonly hint?: string;
} | {
    readonly kind: 'unknown-version';
    readonly versions: readonly string[];
};
/** Templates that were looked up before planning. */
export interface TemplateIndex {
    /** For the planner, which waits for nothing. Answers for what was requested. */
    lookup(template: string, version?: string, arch?: TemplateQuery['arch']): LookupAnswer;
    /** The versions that were found, each once: what `TemplateStore.ensure` has to bring. */
    readonly found: readonly TemplateVersion[];
}
/**
 * Looks up all templates that an init file asks for, so that planning can be done without waiting. Unknown ones are
 * answers, not errors: the planner knows their place in the file.
 *
 * @throws what {@link Repositories.search} throws.
 */
export declare function lookupTemplates(repositories: Pick<Repositories, 'search'>, store: TemplateStore, queries: Iterable<TemplateQuery>): Promise<TemplateIndex>;
