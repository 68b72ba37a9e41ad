import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { messageOf, ToolError } from '../host/errors.ts';
import { displayAddress } from '../host/http.ts';
import type { HostPaths } from '../host/paths.ts';
import { BUILTIN } from '../templates/builtin/memory.ts';
import { isOldRepository, oldRepository } from '../templates/builtin/old-names.ts';
import { openBuiltin } from '../templates/builtin/repository.ts';
import { signatureMode } from '../templates/builtin/signature.ts';
import { findRepository } from '../templates/find-repository.ts';
import { Repositories, type RepositorySource } from '../templates/repositories.ts';
import { openRepository, type RepositoryOptions, repositoryLocation } from '../templates/repository.ts';
import type { TemplateArchitecture, TemplateRepository } from '../templates/repository-types.ts';
import { TemplateStore } from '../templates/store.ts';
import type { Resolved } from './host-services.ts';
import type { InitFileOptions, TemplateCache } from './options.ts';
import { restoreSnapshot } from './repository-cache.ts';
import type { Services } from './services.ts';

/** Name of the repository of templates that were added on this host. */
export const LOCAL_REPOSITORY = 'local';

/** Which repositories are asked for. */
export type RepositoryChoice = Pick<InitFileOptions, 'templateRepos' | 'templateRepoName' | 'templateReposDir'>;

/** How repositories are opened. */
export interface RepositoryUse {
  readonly cache?: TemplateCache | undefined;
  /** Whether what is seen of repositories is kept in the store; true by default. */
  readonly keepSnapshot?: boolean;
  /** Architecture of machines that say none; that of this process by default. */
  readonly hostArch?: () => Promise<TemplateArchitecture>;
  /** Whether distributors of built-in templates are left alone: nothing will be fetched. False by default. */
  readonly offline?: boolean;
  /** Asks distributors for the newest versions even if they were asked not long ago. False by default. */
  readonly refresh?: boolean;
}

/**
 * The template repositories in the order of their precedence: those given, by path and by name (else those of the
 * configuration's variable), then that of templates that were added on this host, last the built-in one.
 *
 * @throws {UserError} `TEMPLATE_REPO_UNKNOWN`
 */
export function openRepositories(options: RepositoryChoice, resolved: Resolved, use: RepositoryUse = {}): Repositories {
  const { services } = resolved;
  const given = givenRepositories(options, resolved).map((location) => sourceOf(location, resolved, use));
  const own = localRepository(services.paths);
  const local = existsSync(own) ? [{ ...sourceOf(own, resolved, use), name: LOCAL_REPOSITORY }] : [];
  return new Repositories([...given, ...local, builtinSource(resolved, use)]);
}

/** Repositories that were asked for: by options, else by the configuration's variable, separated by commas. */
export function givenRepositories(options: RepositoryChoice, { cwd, env, services }: Resolved): readonly string[] {
  const { templateRepoName: name, templateReposDir } = options;
  const directory = resolve(cwd, templateReposDir ?? services.paths.repositoriesDir);
  const named = name === undefined ? [] : [findRepository(name, directory)];
  if (options.templateRepos || name !== undefined) return [...(options.templateRepos ?? []), ...named];
  const configured = (env.LAGO__INIT__TEMPLATE_REPO_PATH ?? '').split(/[,\n]/).map((location) => location.trim());
  return configured.filter((location) => location !== '');
}

/** Absolute path of the repository file of templates that were added on this host; need not be there. */
export function localRepository({ repositoriesDir }: Pick<HostPaths, 'repositoriesDir'>): string {
  return join(repositoriesDir, `${LOCAL_REPOSITORY}.json`);
}

function sourceOf(location: string, { cwd, env, services }: Resolved, use: RepositoryUse): RepositorySource {
  const { signal, log } = services;
  const { keepSnapshot = true } = use;
  const options = { storeDir: services.paths.storeDir, cwd, variables: env, keepSnapshot, signal, log };
  const place = repositoryLocation(location, cwd);
  return { location: displayAddress(place), open: () => openOrRestore(place, options, use.cache, services) };
}

/** Architecture of this process. */
export async function ownArch(): Promise<TemplateArchitecture> {
  return process.arch === 'arm64' ? 'aarch64' : 'x86_64';
}

function builtinSource({ env, services }: Resolved, use: RepositoryUse): RepositorySource {
  const { signal, log, paths } = services;
  const { cache, ...rest } = use;
  const open = () =>
    openBuiltin({
      hostArch: ownArch,
      ...rest,
      store: new TemplateStore(paths.storeDir),
      mirror: env.LAGO_TEMPLATE_MIRROR,
      signatures: signatureMode(env.LAGO_TEMPLATE_SIGNATURES),
      ...(cache ? { restore: () => restoreSnapshot(cache, paths.storeDir, BUILTIN, log) } : {}),
      signal,
      log,
    });
  return { location: BUILTIN, name: BUILTIN, open };
}

/** An unreachable repository that this host has never seen may be known to the cache. */
async function openOrRestore(
  place: string,
  options: RepositoryOptions,
  cache: TemplateCache | undefined,
  { log }: Services,
): Promise<TemplateRepository> {
  if (isOldRepository(place)) throw oldRepository(place);
  try {
    return await openRepository(place, options);
  } catch (error) {
    if (!cache || !(error instanceof ToolError) || error.code !== 'REPOSITORY_UNREACHABLE') throw error;
    if (!(await restoreSnapshot(cache, options.storeDir, place, log))) throw error;
    log.debug(`the repository ${displayAddress(place)} was restored from the cache: ${messageOf(error)}`);
    return openRepository(place, options);
  }
}
