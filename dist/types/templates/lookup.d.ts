import type { TemplateRepository } from './repository.ts';
import type { StoredTemplate, TemplateStore } from './store.ts';
import type { TemplateVersion } from './types.ts';
/** A template that an init file asks for; the newest version when it names none. */
export interface TemplateRequest {
    readonly template: string;
    readonly version?: string | undefined;
}
/** Answer to the question for a template; what is known instead serves the error message. */
export type LookupAnswer = {
    readonly kind: 'found';
    readonly template: StoredTemplate;
} | {
    readonly kind: 'unknown-template';
    readonly names: readonly string[];
} | {
    readonly kind: 'unknown-version';
    readonly versions: readonly string[];
};
/** Templates that were looked up before planning. */
export interface TemplateIndex {
    /** For the planner, which waits for nothing. Answers for what was requested. */
    lookup(template: string, version?: string): LookupAnswer;
    /** The versions that were found, each once: what `TemplateStore.ensure` has to bring. */
    readonly found: readonly TemplateVersion[];
}
/**
 * Looks up all templates that an init file asks for, so that planning can be done without waiting. Unknown ones are
 * answers, not errors: the planner knows their place in the file.
 *
 * @throws {ToolError} `REPOSITORY_UNREACHABLE` or `REPOSITORY_INVALID`.
 */
export declare function lookupTemplates(repository: TemplateRepository, store: TemplateStore, requests: Iterable<TemplateRequest>): Promise<TemplateIndex>;
