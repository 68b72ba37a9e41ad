import { UserError } from '../host/errors.ts';
import type { InitFile } from '../initfile/types.ts';
import { bareNameHint } from '../templates/builtin/bare-names.ts';
import { oldNameHint } from '../templates/builtin/old-names.ts';
import { type LookupAnswer, lookupTemplates } from '../templates/lookup.ts';
import type { Repositories } from '../templates/repositories.ts';
import type { TemplateQuery } from '../templates/repository-types.ts';
import { snapshotFile } from '../templates/snapshot.ts';
import type { TemplateStore } from '../templates/store.ts';
import type { TemplateVersion } from '../templates/types.ts';
import { ensureTemplate } from './ensure-template.ts';
import type { ResolveTemplate } from './plan-context.ts';
import type { Services } from './services.ts';

/** What was last seen of a repository, in a file that is worth keeping in a CI cache. */
export interface RepositorySnapshot {
  /** Absolute path, URL, or `builtin`. */
  readonly location: string;
  /** Absolute path; need not be there. */
  readonly file: string;
}

/** The template versions that an init file names, found in its repositories before anything is planned. */
export interface Catalogue {
  /** Answers from what was found; for the planner, which must not wait. */
  readonly lookup: ResolveTemplate;
  /** Every version found, each once. */
  readonly versions: readonly TemplateVersion[];
  /** Whether the init file asks for any template. */
  readonly wanted: boolean;
  /** Repositories that were asked, as last seen. */
  readonly snapshots: readonly RepositorySnapshot[];
  /** Brings one more template into the store, for images whose parent it is, and gives its path. */
  fetch(template: string, version: string): Promise<string>;
  /** Asks again what a version's content is, where that may have changed since. */
  renew(version: TemplateVersion): Promise<TemplateVersion | undefined>;
}

/** Where the templates of an init file come from. */
export interface CatalogueOptions {
  readonly repositories: Pick<Repositories, 'search' | 'opened' | 'renew'>;
  /** Whether anybody said where templates come from. */
  readonly isRepositoryGiven: boolean;
}

/**
 * Looks up all templates of an init file; the first repository that has a name wins. Unknown names are left to the
 * planner, which knows their places in the file.
 *
 * @throws {ToolError} `REPOSITORY_UNREACHABLE`, `REPOSITORY_INVALID`.
 */
export async function openCatalogue(
  initFile: InitFile,
  { repositories, isRepositoryGiven }: CatalogueOptions,
  store: TemplateStore,
  { signal, log }: Services,
): Promise<Catalogue> {
  const wanted = wantedTemplates(initFile);
  const index = await lookupTemplates(repositories, store, wanted);
  const opened = await repositories.opened();
  const snapshots = opened.map(({ location }) => ({ location, file: snapshotFile(store.directory, location) }));
  return {
    lookup: (...query) => withHint(index.lookup(...query), query[0], isRepositoryGiven),
    versions: index.found,
    wanted: wanted.length > 0,
    snapshots,
    fetch: async (template, version) => {
      // The name is one that the store had: it says by itself which architecture it is for, if it is not x86_64.
      const found = await repositories.search({ template, version, arch: 'x86_64' });
      if (found.kind === 'found') return ensureTemplate(found.version, store, repositories, { signal, log });
      throw isRepositoryGiven ? noParent(template, version) : noRepository(template, version);
    },
    renew: (version) => repositories.renew(version),
  };
}

/** Says what to do about a name that nobody has. */
function withHint(answer: LookupAnswer, name: string, isRepositoryGiven: boolean): LookupAnswer {
  if (answer.kind !== 'unknown-template') return answer;
  const missing =
    'only the built-in templates are known: name a repository with --template-repo-path or the input `template-repo`';
  const list = '`lago templates list` shows all; `lago templates add` makes an image one of this host';
  return { ...answer, hint: oldNameHint(name) ?? bareNameHint(name) ?? (isRepositoryGiven ? list : missing) };
}

function noParent(template: string, version: string): UserError {
  const message = `no template repository has the version ${version} of the template ${template}`;
  const hint = 'An image has it as its parent: name the repository that it was made from.';
  return new UserError('TEMPLATE_UNKNOWN', message, { hint });
}

function noRepository(template: string, version: string): UserError {
  const message = `an image lies over the template ${template}:${version}, but no template repository is given`;
  const hint = 'Name one with --template-repo-path, the input `template-repo`, or LAGO__INIT__TEMPLATE_REPO_PATH.';
  return new UserError('TEMPLATE_REPO_MISSING', message, { hint });
}

/** The templates that an init file asks for, in its order. */
export function wantedTemplates(initFile: InitFile): TemplateQuery[] {
  return [...initFile.domains.values()].flatMap(({ disks, arch }) =>
    disks.flatMap((disk) =>
      disk.type === 'template' && disk.templateType === 'lago'
        ? [{ template: disk.templateName, version: disk.templateVersion, arch }]
        : [],
    ),
  );
}
