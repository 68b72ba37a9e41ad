import { lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type LayerRecord, layerRecordSchema } from '../disks/layers/record.ts';
import type { LayerStore } from '../disks/layers/store.ts';
import { readJsonIfExists, writeJson } from '../host/files.ts';
import { ENTRY_IMAGE, ENTRY_RECORD, linkOrCopy } from '../templates/ci-cache.ts';
import type { CiCache } from './ci-cache.ts';
import type { Services } from './services.ts';

/** Layers that would do for a disk. */
export interface WantedLayers {
  /** For people: VM and disk. */
  readonly name: string;
  /** The best first: that of all steps, then those of fewer. */
  readonly keys: readonly string[];
  /** Absolute path of the template that they lie on. */
  readonly baseFile: string;
  /** The one of the keys whose lock the caller has, if any. */
  readonly locked?: string;
}

/** Layers in a cache between machines. Without a cache all of it does nothing. */
export class LayerCache {
  readonly #store: LayerStore;
  readonly #ciCache: CiCache;
  readonly #services: Pick<Services, 'log' | 'signal'>;

  constructor(store: LayerStore, ciCache: CiCache, services: Pick<Services, 'log' | 'signal'>) {
    this.#store = store;
    this.#ciCache = ciCache;
    this.#services = services;
  }

  /** Tells that a layer was in the store. */
  inStore(name: string): void {
    this.#ciCache.inStore({ kind: 'layer', name });
  }

  /**
   * Restores the first of some layers that the cache has, verifies it and puts it into the store.
   *
   * @returns its key; undefined when nothing came, or nothing good.
   */
  async restore({ name, keys, baseFile, locked }: WantedLayers): Promise<string | undefined> {
    const found = await this.#ciCache.restore({ kind: 'layer', name }, keys.map(cacheKey), async (directory, entry) => {
      const key = keys.find((candidate) => cacheKey(candidate) === entry);
      if (key === undefined) return 'it is another layer';
      const accept = () => this.#accept(key, directory, baseFile);
      return key === locked ? accept() : this.#store.withLock(key, `the layer of ${name}`, this.#services, accept);
    });
    return keys.find((key) => cacheKey(key) === found);
  }

  /** Begins to save a layer that was built and published, unless it has a secret in it or is not worth while. */
  built(name: string, record: LayerRecord): void {
    const { key, buildMs } = record;
    // A secret that the log knows is masked in the summaries of steps that name it.
    const secret = record.secret || record.steps.some(({ summary }) => summary.includes('***'));
    const made = { kind: 'layer', name, bytes: record.image.size, seconds: buildMs / 1000 } as const;
    if (secret) this.#ciCache.notSaved(made, 'it has a secret in it');
    else this.#ciCache.save({ ...made, key: cacheKey(key) }, (directory) => this.#stage(record, directory));
  }

  async #stage(record: LayerRecord, directory: string): Promise<undefined> {
    await linkOrCopy(this.#store.path(record.key), join(directory, ENTRY_IMAGE));
    await writeJson(join(directory, ENTRY_RECORD), record);
  }

  async #accept(key: string, directory: string, baseFile: string): Promise<string | undefined> {
    if (await this.#store.has(key, this.#services)) return undefined;
    const record = await readJsonIfExists(join(directory, ENTRY_RECORD), layerRecordSchema).catch(() => undefined);
    if (record === undefined) return 'it has no valid record';
    if (record.secret) return 'it has a secret in it';
    const image = join(directory, ENTRY_IMAGE);
    if (!(await lstat(image).catch(() => undefined))?.isFile()) return 'it is not a file';
    await rename(image, this.#store.temporary(key));
    return this.#store.accept(key, record, baseFile, this.#services);
  }
}

/** The record's own key names the content; another number when entries look otherwise. */
function cacheKey(key: string): string {
  return `lago-layer-1-${key}`;
}
