import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { forAll } from '../host/parallel.ts';
import { contentKey, TemplateTransfer } from '../templates/ci-cache.ts';
import type { TemplateStore } from '../templates/store.ts';
import { templateId } from '../templates/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { TemplateCache } from './options.ts';
import { snapshotPrefix } from './repositories.ts';
import type { Services } from './services.ts';

/** How many templates are fetched at once. */
const FETCHES = 2;

/**
 * Brings all templates into the store: what it has is used, what the cache has is restored and verified, the rest is
 * fetched and saved to the cache at once, so that a job that fails later does not lose it.
 */
export async function fetchTemplates(
  catalogue: Catalogue,
  cache: TemplateCache | undefined,
  store: TemplateStore,
  services: Services,
): Promise<{ readonly restored: number; readonly fetched: number }> {
  const { log, signal } = services;
  const transfer = new TemplateTransfer(store);
  let [restored, fetched] = [0, 0];
  await forAll(
    catalogue.versions,
    async (version) => {
      if (await store.has(version)) return;
      const key = contentKey(version);
      const cacheKey = key === undefined ? undefined : `lago-template-${key}`;
      if (cache && cacheKey !== undefined && (await cache.restore(cacheKey, transfer.paths(version)))) {
        if (await transfer.accept(version, { signal, log })) {
          restored += 1;
          return;
        }
      }
      await store.ensure(version, { signal, log, onProgress: progressOf(templateId(version), services) });
      fetched += 1;
      if (!cache || cacheKey === undefined || !(await transfer.stage(version))) return;
      await cache.save(cacheKey, transfer.paths(version));
      await transfer.discard(version);
    },
    { signal, limit: FETCHES },
  );
  if (cache && fetched > 0) await saveSnapshots(catalogue, cache);
  return { restored, fetched };
}

async function saveSnapshots(catalogue: Catalogue, cache: TemplateCache): Promise<void> {
  const identity = catalogue.versions.map((version) => contentKey(version) ?? templateId(version)).sort();
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
  for (const { location, file } of catalogue.snapshots) {
    if (existsSync(file)) await cache.save(`${snapshotPrefix(location)}${digest}`, [file]);
  }
}

/** Says at most every ten seconds how far a download is. */
function progressOf(id: string, { log }: Services): (bytes: number, total: number | undefined) => void {
  const started = performance.now();
  let next = started + 2000;
  return (bytes, total) => {
    const now = performance.now();
    if (now < next) return;
    next = now + 10_000;
    const rate = bytes / ((now - started) / 1000);
    const left = total === undefined ? '' : ` of ${mebibytes(total)} MiB, ${Math.ceil((total - bytes) / rate)} s left`;
    log.info(`template ${id}: ${mebibytes(bytes)}${left === '' ? ' MiB' : left} (${mebibytes(rate)} MiB/s)`);
  };
}

function mebibytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);
}
