import type { TemplateRepository } from './repository.ts';
import type { StoredTemplate, TemplateStore } from './store.ts';
import type { TemplateVersion } from './types.ts';

/** A template that an init file asks for; the newest version when it names none. */
export interface TemplateRequest {
  readonly template: string;
  readonly version?: string | undefined;
}

/** Answer to the question for a template; what is known instead serves the error message. */
export type LookupAnswer =
  | { readonly kind: 'found'; readonly template: StoredTemplate }
  | { readonly kind: 'unknown-template'; readonly names: readonly string[] }
  | { readonly kind: 'unknown-version'; readonly versions: readonly string[] };

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
export async function lookupTemplates(
  repository: TemplateRepository,
  store: TemplateStore,
  requests: Iterable<TemplateRequest>,
): Promise<TemplateIndex> {
  const versions = new Map<string, TemplateVersion>();
  const stored = new Map<string, StoredTemplate>();
  const wanted = [...requests].map(({ template, version }) => ({ template, version, key: key(template, version) }));
  await Promise.all(
    wanted.map(async ({ template, version, key }) => {
      const known = repository.versions(template);
      if (known.length === 0 || (version !== undefined && !known.includes(version))) return;
      const resolved = await repository.resolve(template, version);
      versions.set(`${template}:${resolved.version}`, resolved);
      stored.set(key, await store.describe(resolved));
    }),
  );
  const lookup = (template: string, version?: string): LookupAnswer => {
    const found = stored.get(key(template, version));
    if (found) return { kind: 'found', template: found };
    const known = repository.versions(template);
    return known.length === 0
      ? { kind: 'unknown-template', names: repository.templates }
      : { kind: 'unknown-version', versions: known };
  };
  return { lookup, found: [...versions.values()] };
}

function key(template: string, version: string | undefined): string {
  return JSON.stringify([template, version ?? null]);
}
