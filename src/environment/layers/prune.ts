import { endKilledBuild } from '../../disks/layers/killed-build.ts';
import { sweepMarks } from '../../disks/layers/marks.ts';
import { LayerStore, type StoredLayer } from '../../disks/layers/store.ts';
import { HostError, throwIfCancelled } from '../../host/errors.ts';
import { forAll } from '../../host/parallel.ts';
import { resolveOptions } from '../host-services.ts';
import type { Services } from '../services.ts';
import { imageUsers } from '../templates/in-use.ts';
import type { LayerPruneReport, PrunedLayer, PruneLayersOptions } from './options.ts';
import { dropLayer, reserveLayer, sweepLayers, usersOfLayer } from './remove.ts';

/** Removes layers from the store: see the function of this name in on-demand.ts. */
export async function pruneLayers(options: PruneLayersOptions): Promise<LayerPruneReport> {
  const { services } = resolveOptions(options);
  const store = new LayerStore(services.paths.storeDir);
  const layers = (await store.list()).toReversed();
  if (layers.length > 0 && store.isReadOnly()) throw readOnly(store);
  const { dryRun = false } = options;
  const removed: PrunedLayer[] = [];
  const kept: PrunedLayer[] = [];
  let left = sum(layers);
  {
    await using stack = new AsyncDisposableStack();
    const candidates = layers.filter((layer) => mayGo(layer, options));
    const busy = new Set<StoredLayer>();
    for (const layer of candidates) {
      throwIfCancelled(services.signal, 'pruning');
      const reserved = await reserveLayer(store, layer.record.key, services);
      if (reserved) stack.use(reserved);
      else busy.add(layer);
    }
    // Looked at now that nobody can begin to use what may go.
    const users = await imageUsers(services);
    for (const layer of candidates) {
      if (!isSelected(layer, options, left)) continue;
      const { key } = layer.record;
      const usedBy = await usersOfLayer(store, key, users);
      const reason = busy.has(layer) ? 'a run is building or using it' : inUse(usedBy);
      if (reason !== undefined) {
        kept.push({ ...shown(layer), reason });
        continue;
      }
      if (!dryRun) {
        await endKilledBuild(key, store);
        await store.remove(key);
      }
      removed.push(shown(layer));
      left -= layer.allocated;
    }
  }
  if (!dryRun && !store.isReadOnly()) await sweepMarks(store);
  const swept = dryRun ? [] : [...(await dropOrphans(store, services)), ...(await sweepLayers(store, services))];
  return { removed, kept, swept, freed: removed.reduce((total, { size }) => total + size, 0), left };
}

/** Removes images that have lost their records, unless environments lie over them. @returns their keys */
async function dropOrphans(store: LayerStore, services: Services): Promise<readonly string[]> {
  if (store.isReadOnly()) return [];
  const orphans = await store.orphans();
  const dropped = await forAll(orphans, (key) => dropLayer(store, key, services), { limit: 1 });
  return orphans.filter((_, index) => dropped[index]);
}

function mayGo({ lastUsed }: StoredLayer, { unused, maxSize, olderThan }: PruneLayersOptions): boolean {
  return unused === true || maxSize !== undefined || isOld(lastUsed, olderThan);
}

function isSelected(layer: StoredLayer, { unused, maxSize, olderThan }: PruneLayersOptions, left: number): boolean {
  return unused === true || isOld(layer.lastUsed, olderThan) || (maxSize !== undefined && left > maxSize);
}

function isOld(time: Date, seconds: number | undefined): boolean {
  return seconds !== undefined && Date.now() - time.getTime() > seconds * 1000;
}

function inUse(users: readonly string[]): string | undefined {
  if (users.length === 0) return undefined;
  return `disks of ${users.map((uuid) => uuid.slice(0, 8)).join(', ')} lie over it`;
}

function shown({ record, allocated, lastUsed }: StoredLayer): PrunedLayer {
  return { key: record.key, base: record.base.id, size: allocated, lastUsed };
}

function sum(layers: readonly StoredLayer[]): number {
  return layers.reduce((total, { allocated }) => total + allocated, 0);
}

function readOnly({ directory }: LayerStore): HostError {
  return new HostError('STORE_READ_ONLY', `the layers in ${directory} cannot be removed: the directory is read-only`, {
    hint: 'Run it as the user who owns the store.',
  });
}
