import { LayerStore, type StoredLayer } from '../../disks/layers/store.ts';
import { UserError } from '../../host/errors.ts';
import { printable } from '../../host/log-sinks.ts';
import { resolveOptions } from '../host-services.ts';
import { imageUsers } from '../templates/in-use.ts';
import type { LayerListing, ListLayersOptions } from './options.ts';
import { usersOfLayer } from './remove.ts';

/** Lists layers: see the function of this name in on-demand.ts. */
export async function listLayers(options: ListLayersOptions): Promise<LayerListing[]> {
  const { services } = resolveOptions(options);
  const store = new LayerStore(services.paths.storeDir);
  const found = chosen(await store.list(), options.keys);
  const users = await imageUsers(services);
  return Promise.all(found.map(async (layer) => listing(layer, await usersOfLayer(store, layer.record.key, users))));
}

function chosen(layers: readonly StoredLayer[], keys: readonly string[] | undefined): readonly StoredLayer[] {
  if (keys === undefined) return layers;
  return keys.map((key) => {
    const [layer, ...others] = layers.filter(({ record }) => record.key.startsWith(key.toLowerCase()));
    if (layer && others.length === 0 && key !== '') return layer;
    const many = layer && `${others.length + 1} layers have keys that begin with "${key}"`;
    throw new UserError('LAYER_UNKNOWN', many ?? `there is no layer "${key}" in the store`, {
      hint: '`lago layers list` has their keys; the beginning of one will do.',
    });
  });
}

function listing({ record, file, allocated, lastUsed }: StoredLayer, usedBy: readonly string[]): LayerListing {
  const { key, base, arch, steps, secret, createdAt, buildMs, image } = record;
  const { sha256 } = image;
  const created = new Date(createdAt);
  return {
    key,
    // Records may come from the cache of other machines, and steps from strangers' init files.
    base: printable(base.id),
    arch: printable(arch),
    steps: steps.map(({ summary, builder, ...step }) => {
      return { ...step, builder: printable(builder), summary: printable(summary) };
    }),
    path: file,
    size: allocated,
    sha256,
    secret,
    created,
    buildMs,
    lastUsed,
    usedBy,
  };
}
