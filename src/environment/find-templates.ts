import { resolve } from 'node:path';
import { UNKNOWN_REPOSITORY } from '../disks/types.ts';
import { DEFAULT_INIT_FILE } from '../initfile/file-name.ts';
import type { InitFile } from '../initfile/types.ts';
import type { HostFacts } from '../providers/plan.ts';
import { oldNameHint } from '../templates/builtin/old-names.ts';
import type { TemplateStore } from '../templates/store.ts';
import { type Catalogue, openCatalogue } from './catalogue.ts';
import { CiCache } from './ci-cache.ts';
import type { Resolved } from './host-services.ts';
import { findGone } from './lock/gone.ts';
import { type LockFile, lockFilePath, readLockFile } from './lock/lock-file.ts';
import { throwMissing } from './lock/outdated.ts';
import { type PinContext, PinnedTemplates } from './lock/pinned.ts';
import type { InitFileOptions, InitOptions } from './options.ts';
import type { ResolveTemplate } from './plan-context.ts';
import { givenRepositories, openRepositories } from './repositories.ts';
import type { Services } from './services.ts';

/** The lock file beside an init file, if there is one. @throws {UserError} `LOCK_FILE_MISSING`, `LOCK_FILE_INVALID` */
export async function findLock(
  { initFile, frozen }: InitFileOptions,
  { cwd }: Resolved,
): Promise<LockFile | undefined> {
  const file = lockFilePath(resolve(cwd, initFile ?? DEFAULT_INIT_FILE));
  const lock = await readLockFile(file);
  return lock === undefined && frozen === true ? throwMissing(file) : lock;
}

/** What finding templates takes. */
export interface CatalogueParts {
  readonly initFile: InitFile;
  readonly store: TemplateStore;
  readonly services: Services;
  readonly options: InitOptions;
  readonly resolved: Resolved;
  readonly guess: boolean;
  /** Whether servers are asked; else what they were last seen to have has to do. */
  readonly online: boolean;
  readonly lock: LockFile | undefined;
  readonly facts: Promise<HostFacts>;
}

/** With `guess`, templates that nobody was asked to have are taken for granted, and nothing is kept. */
export async function catalogueOf(parts: CatalogueParts): Promise<Catalogue> {
  const { initFile, options, resolved, store, services, guess, online, lock } = parts;
  const hostArch = async () => (await parts.facts).arch;
  const use = { cache: options.templateCache, keepSnapshot: !guess, offline: !online, hostArch };
  const given = openRepositories(options, resolved, use);
  const pinned = lock && new PinnedTemplates(given, pinContext(parts, lock));
  const repositories = pinned ?? given;
  const isRepositoryGiven = givenRepositories(options, resolved).length > 0;
  const catalogue = await openCatalogue(initFile, { repositories, isRepositoryGiven }, store, services);
  await pinned?.check();
  if (isRepositoryGiven || !guess) return catalogue;
  const others = anyTemplate(store);
  const guessed = new Set<string>();
  const lookup: ResolveTemplate = (...query) => {
    const answer = catalogue.lookup(...query);
    if (answer.kind !== 'unknown-template') return answer;
    if (!guessed.has(query[0])) {
      const hint = oldNameHint(query[0]);
      const more = hint === undefined ? '' : ` (${hint})`;
      services.log.warning(`no template repository is given: the template ${query[0]} is taken for granted${more}`);
    }
    guessed.add(query[0]);
    return others(...query);
  };
  return { ...catalogue, lookup };
}

function pinContext({ initFile, options, store, services, guess, facts }: CatalogueParts, lock: LockFile): PinContext {
  const { log } = services;
  const ciCache = guess ? undefined : new CiCache(options.templateCache, store.directory, services);
  return {
    lock,
    initFile,
    frozen: options.frozen === true,
    host: async () => (await facts).arch,
    findGone: (entry) => findGone(entry, store, ciCache, services),
    log,
  };
}

/** Takes every template for granted, where there is nobody to ask. */
export function anyTemplate(store: TemplateStore): ResolveTemplate {
  return (template, version = 'newest') => {
    const name = { repository: UNKNOWN_REPOSITORY, template, version };
    return {
      kind: 'found',
      template: { ...name, backingFile: store.path(name), backingFormat: 'qcow2', metadata: {} },
    };
  };
}
