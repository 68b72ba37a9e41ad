import type { Repositories, Search } from './repositories.ts';
import type { TemplateQuery } from './repository-types.ts';
import type { StoredTemplate, TemplateStore } from './store.ts';
import { type TemplateVersion, templateId } from './types.ts';

/** Answer to the question for a template; what is known instead serves the error message. */
export type LookupAnswer =
  | { readonly kind: 'found'; readonly template: StoredTemplate }
  | { readonly kind: 'unknown-template'; readonly names: readonly string[]; readonly hint?: string }
  | { readonly kind: 'unknown-version'; readonly versions: readonly string[] };

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
export async function lookupTemplates(
  repositories: Pick<Repositories, 'search'>,
  store: TemplateStore,
  queries: Iterable<TemplateQuery>,
): Promise<TemplateIndex> {
  const wanted = new Map([...queries].map((query) => [keyOf(query), query]));
  const answers = new Map<string, LookupAnswer>();
  const found = new Map<string, TemplateVersion>();
  await Promise.all(
    [...wanted].map(async ([key, query]) => {
      const search = await repositories.search(query);
      if (search.kind === 'found') {
        const id = templateId(search.version);
        // Under another name, it may be pinned.
        if (found.get(id)?.isPinned !== true) found.set(id, search.version);
      }
      answers.set(key, await answerOf(search, store));
    }),
  );
  const lookup: TemplateIndex['lookup'] = (template, version, arch) =>
    answers.get(keyOf({ template, version, arch })) ?? { kind: 'unknown-template', names: [] };
  return { lookup, found: [...found.values()] };
}

async function answerOf(search: Search, store: TemplateStore): Promise<LookupAnswer> {
  if (search.kind === 'found') return { kind: 'found', template: await store.describe(search.version) };
  if (search.kind === 'unknown-version') return { kind: 'unknown-version', versions: search.versions };
  return search;
}

function keyOf({ template, version, arch }: TemplateQuery): string {
  return JSON.stringify([template, version ?? null, arch ?? null]);
}
