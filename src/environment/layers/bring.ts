import { type BuildParts, ensureLayer, type HeldLayer } from '../../disks/layers/build.ts';
import type { Builders } from '../../disks/layers/builders.ts';
import { wantedPrefixes } from '../../disks/layers/prefixes.ts';
import type { LayerStore } from '../../disks/layers/store.ts';
import { type LayerNode, layerNodes, leafKey } from '../../disks/layers/trie.ts';
import type { BuildRun } from '../../disks/layers/types.ts';
import { InternalError } from '../../host/errors.ts';
import { formatSize } from '../../host/format-size.ts';
import { duration } from '../../host/log-sinks.ts';
import { forAll } from '../../host/parallel.ts';
import type { LayerCache } from '../layer-cache.ts';
import type { Services } from '../services.ts';
import { type DiskWork, wishesOf } from './disk-work.ts';

/** libguestfs appliances at once, and machines that build: each is a virtual machine of its own. */
export const APPLIANCES = 2;

/** What making layers needs. */
export interface LayerParts extends Pick<BuildRun, 'acceleration' | 'env' | 'publicKey' | 'publicKeyFile'> {
  readonly layerStore: LayerStore;
  readonly builders: Builders;
  /** Builds everything anew, and uses no layer that is there. */
  readonly noCache: boolean;
  /** Removes a layer that nobody uses. @returns false when somebody does. */
  dropLayer(key: string): Promise<boolean>;
  /** Whether environments lie over what is in the place of a layer. */
  isLayerUsed(key: string): Promise<boolean>;
  /** Layers elsewhere, such as in the cache of GitHub Actions. */
  readonly layerCache?: Pick<LayerCache, 'restore' | 'built' | 'inStore'>;
}

/** Layers for the disks of an environment; they stay until this is disposed of. */
export class BroughtLayers implements AsyncDisposable {
  readonly #files: ReadonlyMap<DiskWork, string>;
  readonly #held: readonly AsyncDisposable[];

  constructor(files: ReadonlyMap<DiskWork, string>, held: readonly AsyncDisposable[]) {
    this.#files = files;
    this.#held = held;
  }

  /** Absolute path of the layer that a disk gets; undefined when it gets none. */
  fileOf(work: DiskWork): string | undefined {
    return this.#files.get(work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const held of this.#held) await held[Symbol.asyncDispose]();
  }
}

/**
 * Finds or builds the layers that the disks of an environment are to lie on. A disk gets none when the store cannot be
 * written to and has none.
 *
 * @throws errors of `ensureLayer`.
 */
export async function bringLayers(
  works: readonly DiskWork[],
  parts: LayerParts,
  services: Services,
): Promise<BroughtLayers> {
  const held: AsyncDisposable[] = [];
  const files = new Map<DiskWork, string>();
  try {
    const missing = await findLayers(works, parts, services, files, held);
    const nodes = await buildable(layerNodes(missing.flatMap(({ wish }) => wish ?? [])), parts);
    const refused = nodes.length > 0 ? await buildAll(nodes, parts, services, held) : new Set<string>();
    for (const work of missing) {
      if (work.wish === undefined) continue;
      const key = leafKey(work.wish);
      if (!refused.has(key)) files.set(work, parts.layerStore.path(key));
    }
    return new BroughtLayers(files, held);
  } catch (error) {
    for (const one of held) await one[Symbol.asyncDispose]();
    throw error;
  }
}

/** Holds the layers that are there. @returns what still needs one, and can get one. */
async function findLayers(
  works: readonly DiskWork[],
  parts: LayerParts,
  services: Services,
  files: Map<DiskWork, string>,
  held: AsyncDisposable[],
): Promise<readonly DiskWork[]> {
  const { layerStore: store, noCache, layerCache } = parts;
  const { log } = services;
  const found = new Map<string, boolean>();
  const missing: DiskWork[] = [];
  for (const { owner, base, steps } of wishesOf(works)) {
    const key = leafKey({ steps });
    if (noCache) {
      if (!found.has(key)) found.set(key, await parts.dropLayer(key));
      if (found.get(key)) missing.push(owner);
      else log.info(`${nameOf(owner)}: its layer is in use, so what is built now is for this environment only`);
      continue;
    }
    if (!found.has(key)) {
      const layer = await store.holdOver(key, base.file, services);
      if (layer) held.push(layer);
      found.set(key, layer !== undefined);
      if (layer) {
        log.info(`layer ${key.slice(0, 12)} for ${nameOf(owner)} is in the store: nothing is built`);
        layerCache?.inStore(nameOf(owner));
      }
    }
    if (found.get(key)) files.set(owner, store.path(key));
    else missing.push(owner);
  }
  if (missing.length === 0 || !store.isReadOnly()) return missing;
  const names = missing.map(nameOf).join(', ');
  log.warning(`the template store is read-only and lacks the layers of ${names}: their disks are built by themselves`);
  return [];
}

/** What others have in common is not replaced while it is in use: then it is built once for each. */
async function buildable(
  nodes: readonly LayerNode<DiskWork>[],
  { noCache, dropLayer }: LayerParts,
): Promise<readonly LayerNode<DiskWork>[]> {
  if (!noCache) return nodes;
  const isEnd = ({ key, owners }: LayerNode<DiskWork>) => owners.some(({ wish }) => wish && leafKey(wish) === key);
  const usable = await forAll(nodes, async (node) => isEnd(node) || dropLayer(node.key), { limit: 1 });
  return nodes.filter((_, index) => usable[index]);
}

/** In rounds, since some are built upon others. @returns keys of layers that cannot be had. */
async function buildAll(
  nodes: readonly LayerNode<DiskWork>[],
  parts: LayerParts,
  services: Services,
  held: AsyncDisposable[],
): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  const prefixes = parts.noCache ? undefined : await wantedPrefixes(parts.layerStore);
  const names = [...new Set(nodes.flatMap(({ owners }) => owners.map(nameOf)))].join(', ');
  await services.log.task(`Build layers for ${names}`, async (log) => {
    for (const depth of new Set(nodes.map((node) => node.depth))) {
      const round = nodes.filter((node) => node.depth === depth);
      await forAll(
        round,
        async (node, signal) => {
          const layer = await buildOne(
            node,
            nodes,
            { ...parts, ...(prefixes && { prefixes }) },
            { ...services, log, signal },
          );
          if (layer) held.push(layer);
          else refused.add(node.key);
        },
        { signal: services.signal, limit: APPLIANCES },
      );
    }
  });
  return refused;
}

async function buildOne(
  node: LayerNode<DiskWork>,
  all: readonly LayerNode<DiskWork>[],
  parts: LayerParts & Pick<BuildParts, 'prefixes'>,
  { log, signal }: Services,
): Promise<HeldLayer | undefined> {
  const { layerStore: store, layerCache, noCache } = parts;
  const [owner] = node.owners;
  if (!owner) throw new InternalError(`nobody wants the layer ${node.key}`);
  const name = nameOf(owner);
  const keys = node.steps.map(({ key }) => key).reverse();
  const restore = async () => layerCache?.restore({ name, keys, baseFile: node.base.file, locked: node.key });
  const layer = await ensureLayer(node, {
    ...owner.context,
    ...parts,
    store,
    log,
    signal,
    isUsed: (key) => parts.isLayerUsed(key),
    ...(noCache ? { reuse: (key: string) => all.some((other) => other.key === key) } : { restore }),
  });
  if (layer?.built) {
    const { buildMs, steps, image } = layer.built;
    const what = `${steps.length} step${steps.length === 1 ? '' : 's'}, ${formatSize(image.size)}`;
    log.info(
      `layer ${node.key.slice(0, 12)} for ${node.owners.map(nameOf).join(', ')}: ${what}, built in ${duration(buildMs)}`,
    );
    layerCache?.built(name, layer.built);
  }
  return layer;
}

/** `<vm>/<disk>` */
export function nameOf({ context: { domain, disk } }: DiskWork): string {
  return `${domain.name}/${disk.name}`;
}
