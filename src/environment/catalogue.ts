import { createHash } from 'node:crypto';
import { messageOf, ToolError, UserError } from '../host/errors.ts';
import { forAll } from '../host/parallel.ts';
import type { InitFile } from '../initfile/types.ts';
import { lookupTemplates, type TemplateIndex, type TemplateRequest } from '../templates/lookup.ts';
import {
  openRepository,
  type RepositoryOptions,
  repositoryLocation,
  type TemplateRepository,
} from '../templates/repository.ts';
import { snapshotFile } from '../templates/snapshot.ts';
import type { TemplateStore } from '../templates/store.ts';
import { type TemplateVersion, templateId } from '../templates/types.ts';
import type { TemplateCache } from './options.ts';
import type { ResolveTemplate } from './plan-context.ts';
import type { Services } from './services.ts';

/** Where the templates of an init file come from. */
export interface CatalogueOptions {
  readonly repositories: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cache: TemplateCache | undefined;
  /** Whether what is seen of repositories is kept in the store. */
  readonly keepSnapshot: boolean;
}

/** The template versions that an init file names, found in its repositories before anything is planned. */
export interface Catalogue {
  /** Answers from what was found; for the planner, which must not wait. */
  readonly lookup: ResolveTemplate;
  /** Every version found, each once. */
  readonly versions: readonly TemplateVersion[];
  /** Whether the init file asks for any template. */
  readonly wanted: boolean;
  /** Repository files as last seen, for the cache. */
  readonly snapshots: readonly string[];
  /** Brings one more template into the store, for images whose parent it is, and gives its path. */
  fetch(template: string, version: string): Promise<string>;
}

/**
 * Looks up all templates of an init file; the first repository that has a name wins. Unknown names are left to the
 * planner, which knows their places in the file.
 *
 * @throws {ToolError} `REPOSITORY_UNREACHABLE`, `REPOSITORY_INVALID`.
 */
export async function openCatalogue(
  initFile: InitFile,
  options: CatalogueOptions,
  store: TemplateStore,
  services: Services,
): Promise<Catalogue> {
  const wanted = wantedTemplates(initFile);
  const openAll = () => forAll(options.repositories, (location) => openOne(location, options, store, services));
  const repositories = wanted.length === 0 ? [] : await openAll();
  const indexes = await forAll(repositories, (repository) => lookupTemplates(repository, store, wanted));
  const versions = new Map<string, TemplateVersion>();
  for (const version of indexes.flatMap((index) => index.found)) versions.set(templateId(version), version);
  return {
    lookup: (name, version) => firstFound(indexes, name, version),
    versions: [...versions.values()],
    wanted: wanted.length > 0,
    snapshots: repositories.map((repository) => snapshotFile(store.directory, repository.location)),
    fetch: async (template, version) => {
      const opened = repositories.length > 0 ? repositories : await openAll();
      if (opened.length === 0) throw noRepository(`an image lies over the template ${template}:${version}`);
      const repository = opened.find((candidate) => candidate.versions(template).includes(version));
      if (repository)
        return store.ensure(await repository.resolve(template, version), {
          signal: services.signal,
          log: services.log,
        });
      throw new UserError(
        'TEMPLATE_UNKNOWN',
        `no template repository has the version ${version} of the template ${template}`,
        {
          hint: 'An image has it as its parent: name the repository that it was made from.',
        },
      );
    },
  };
}

/** The error for templates that are wanted, as `why` says, while there is nowhere to get them. */
export function noRepository(why: string): UserError {
  return new UserError('TEMPLATE_REPO_MISSING', `${why}, but no template repository is given`, {
    hint: 'Name one with --template-repo-path, the input `template-repo`, or LAGO__INIT__TEMPLATE_REPO_PATH.',
  });
}

function firstFound(
  indexes: readonly TemplateIndex[],
  name: string,
  version: string | undefined,
): ReturnType<ResolveTemplate> {
  const answers = indexes.map((index) => index.lookup(name, version));
  const best =
    answers.find((answer) => answer.kind === 'found') ?? answers.find((answer) => answer.kind === 'unknown-version');
  if (best) return best;
  return {
    kind: 'unknown-template',
    names: answers.flatMap((answer) => (answer.kind === 'unknown-template' ? answer.names : [])),
  };
}

/** An unreachable repository that this host has never seen may be known to the cache. */
async function openOne(
  location: string,
  options: CatalogueOptions,
  store: TemplateStore,
  services: Services,
): Promise<TemplateRepository> {
  const { cwd, env: variables, cache, keepSnapshot } = options;
  const { signal, log } = services;
  const open: RepositoryOptions = { storeDir: store.directory, cwd, variables, keepSnapshot, signal, log };
  try {
    return await openRepository(location, open);
  } catch (error) {
    if (!cache || !(error instanceof ToolError) || error.code !== 'REPOSITORY_UNREACHABLE') throw error;
    const place = repositoryLocation(location, cwd);
    const prefix = snapshotPrefix(place);
    if (!(await cache.restore(prefix, [snapshotFile(store.directory, place)], [prefix]))) throw error;
    log.debug(`the repository ${location} was restored from the cache: ${messageOf(error)}`);
    return openRepository(location, open);
  }
}

/** Key of what was last seen of a repository, for the cache of a CI system; a digest of its templates follows. */
export function snapshotPrefix(location: string): string {
  return `lago-repository-${createHash('sha256').update(location).digest('hex').slice(0, 16)}-`;
}

function wantedTemplates(initFile: InitFile): TemplateRequest[] {
  const disks = [...initFile.domains.values()].flatMap((domain) => domain.disks);
  return disks.flatMap((disk) =>
    disk.type === 'template' && disk.templateType === 'lago'
      ? [{ template: disk.templateName, version: disk.templateVersion }]
      : [],
  );
}
