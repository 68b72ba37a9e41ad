import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { messageOf } from '../host/errors.ts';
import { isHttpUrl } from '../host/http.ts';
import { forAll } from '../host/parallel.ts';
import { BUILTIN } from '../templates/builtin/memory.ts';
import { contentKey, TemplateTransfer } from '../templates/ci-cache.ts';
import { progressOf } from '../templates/progress.ts';
import type { TemplateStore } from '../templates/store.ts';
import { type TemplateVersion, templateId } from '../templates/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { CiCache } from './ci-cache.ts';
import { isOfThisHost } from './ci-cache-rules.ts';
import { ensureTemplate } from './ensure-template.ts';
import type { TemplateCache } from './options.ts';
import { saveSnapshot } from './repository-cache.ts';
import type { Services } from './services.ts';

/** How many templates are fetched at once. */
const FETCHES = 2;

/**
 * Brings all templates into the store: what it has is used, what the cache has is restored and verified, the rest is
 * fetched and saved to the cache at once, so that a job that fails later does not lose it.
 *
 * @param ciCache saves in the background: `settle` it.
 */
export async function fetchTemplates(
  catalogue: Catalogue,
  cache: TemplateCache | undefined,
  store: TemplateStore,
  services: Services,
  ciCache: CiCache,
): Promise<{ readonly restored: number; readonly fetched: number }> {
  const { log, signal } = services;
  let [restored, fetched] = [0, 0];
  await forAll(
    catalogue.versions,
    async (version) => {
      if (await store.has(version)) ciCache.inStore(subjectOf(version));
      else if (await restoreTemplate(version, store, ciCache, services)) restored += 1;
      else {
        await fetchOne(version, catalogue, store, services, ciCache);
        fetched += 1;
      }
    },
    { signal, limit: FETCHES },
  );
  if (cache && fetched > 0 && ciCache.keeps('template')) {
    await saveSnapshots(catalogue, cache, store.directory).catch((error: unknown) =>
      log.warning(`the template repository was not saved to the cache: ${messageOf(error)}`),
    );
  }
  return { restored, fetched };
}

/** Restores a template from the cache when it may be there. @returns whether the store has it now. */
export async function restoreTemplate(
  version: TemplateVersion,
  store: TemplateStore,
  ciCache: CiCache,
  { log, signal }: Pick<Services, 'log' | 'signal'>,
): Promise<boolean> {
  const key = templateCacheKey(version);
  if (key === undefined || (isOfThisHost(version.origin) !== undefined && !ciCache.isEager)) return false;
  const transfer = new TemplateTransfer(store);
  const accept = (directory: string) => transfer.accept(version, directory, { log, signal });
  return (await ciCache.restore(subjectOf(version), [key], accept)) !== undefined;
}

async function fetchOne(
  version: TemplateVersion,
  catalogue: Catalogue,
  store: TemplateStore,
  services: Services,
  ciCache: CiCache,
): Promise<void> {
  const { log, signal } = services;
  const started = performance.now();
  const onProgress = progressOf(templateId(version), log);
  const file = await ensureTemplate(version, store, catalogue, { signal, log, onProgress });
  const seconds = (performance.now() - started) / 1000;
  const made = { ...subjectOf(version), bytes: (await stat(file)).size, seconds };
  const key = templateCacheKey(version);
  const own = ciCache.isEager ? undefined : isOfThisHost(version.origin);
  if (key === undefined) ciCache.notSaved(made, 'its repository gives no hash, so that it could not be verified');
  else if (own !== undefined) ciCache.notSaved(made, own);
  else ciCache.save({ ...made, key }, (directory) => new TemplateTransfer(store).stage(version, directory));
}

function subjectOf(version: TemplateVersion) {
  return { kind: 'template', name: templateId(version) } as const;
}

/** Key of a template in a cache; undefined for one that could not be verified after its return. */
export function templateCacheKey(version: TemplateVersion): string | undefined {
  const key = contentKey(version);
  return key === undefined ? undefined : `lago-template-${key}`;
}

/** What was seen of repositories elsewhere, so that they can be away the next time. */
async function saveSnapshots({ versions, snapshots }: Catalogue, cache: TemplateCache, storeDir: string) {
  const identity = versions.map((version) => contentKey(version) ?? templateId(version)).sort();
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
  for (const { location, file } of snapshots) {
    const isElsewhere = isHttpUrl(location) || location === BUILTIN;
    if (isElsewhere && existsSync(file)) await saveSnapshot(cache, storeDir, location, digest);
  }
}
