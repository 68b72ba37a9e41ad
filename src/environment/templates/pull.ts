import { stat } from 'node:fs/promises';
import { UserError } from '../../host/errors.ts';
import { forAll } from '../../host/parallel.ts';
import { progressOf } from '../../templates/progress.ts';
import type { Repositories } from '../../templates/repositories.ts';
import type { TemplateQuery } from '../../templates/repository-types.ts';
import type { TemplateStore } from '../../templates/store.ts';
import { templateId } from '../../templates/types.ts';
import { type Catalogue, wantedTemplates } from '../catalogue.ts';
import { ensureTemplate } from '../ensure-template.ts';
import { findLock } from '../find-templates.ts';
import type { Resolved } from '../host-services.ts';
import { findGone } from '../lock/gone.ts';
import type { LockedTemplate } from '../lock/lock-file.ts';
import { PinnedTemplates } from '../lock/pinned.ts';
import { resolveWithPlugins } from '../plugins/equip.ts';
import { readInput } from '../preview.ts';
import { openRepositories, ownArch } from '../repositories.ts';
import { templateStore } from './in-use.ts';
import type { PulledTemplate, PullTemplatesOptions } from './options.ts';

/** How many templates are fetched at once. */
const FETCHES = 2;

/** Brings templates into the store: see the function of this name in on-demand.ts. */
export async function pullTemplates(options: PullTemplatesOptions): Promise<PulledTemplate[]> {
  const resolved = await resolveWithPlugins(options);
  const { services } = resolved;
  const repositories = openRepositories(options, resolved, { refresh: true });
  const store = templateStore(services);
  const { signal, log } = services;
  const queries = (options.templates ?? []).map(parseName);
  const named = await forAll(queries, (query) => repositories.find(query), { signal, limit: FETCHES });
  const ofFile = await versionsOf(options, repositories, store, resolved);
  const found = [...named, ...ofFile.versions];
  const versions = new Map(found.map((version) => [templateId(version), version]));
  return forAll(
    versions,
    async ([id, version], abort) => {
      const before = await identityOf(store.path(version));
      const path = await ensureTemplate(version, store, ofFile, {
        signal: abort,
        log,
        onProgress: progressOf(id, log),
      });
      // One that is there may only have been verified again.
      const fetched = before === undefined || before !== (await identityOf(path));
      return { id, path, size: (await stat(path)).blocks * 512, fetched };
    },
    { signal, limit: FETCHES },
  );
}

async function identityOf(file: string): Promise<string | undefined> {
  const stats = await stat(file, { bigint: true }).catch(() => undefined);
  return stats && `${stats.ino} ${stats.mtimeNs}`;
}

/** The versions of the init file, if there is one: as `init` would take them, with regard to its lock file. */
async function versionsOf(
  { initFile, ...options }: PullTemplatesOptions,
  repositories: Repositories,
  store: TemplateStore,
  resolved: Resolved,
): Promise<Pick<Catalogue, 'versions' | 'renew'>> {
  if (initFile === undefined) return { versions: [], renew: (version) => repositories.renew(version) };
  const { services } = resolved;
  const { signal, log } = services;
  const content = await readInput({ ...options, initFile }, resolved);
  const lock = await findLock({ initFile }, resolved);
  const gone = (entry: LockedTemplate) => findGone(entry, store, undefined, services);
  const context = { initFile: content, frozen: false, host: ownArch, findGone: gone, log };
  const pinned = lock && new PinnedTemplates(repositories, { ...context, lock });
  const search = pinned ?? repositories;
  const limits = { signal, limit: FETCHES };
  const answers = await forAll(
    wantedTemplates(content),
    async (query) => ({ query, answer: await search.search(query) }),
    limits,
  );
  await pinned?.check();
  const versions = await forAll(
    answers,
    async ({ query, answer }) => (answer.kind === 'found' ? answer.version : repositories.find(query)),
    limits,
  );
  return { versions, renew: (version) => search.renew(version) };
}

/** `NAME`, `NAME:VERSION`, `REPOSITORY/NAME:VERSION`, or `REPOSITORY:NAME:VERSION` as the store has it. */
export function parseName(text: string): TemplateQuery {
  const parts = text.split(':');
  const [first = '', second, third] = parts;
  if (parts.length > 3 || parts.includes('')) {
    throw new UserError('TEMPLATE_NAME_INVALID', `"${text}" is no name of a template`, {
      hint: 'Write NAME, NAME:VERSION or REPOSITORY/NAME:VERSION.',
    });
  }
  if (third !== undefined) return { template: `${first}/${second}`, version: third };
  return second === undefined ? { template: first } : { template: first, version: second };
}
