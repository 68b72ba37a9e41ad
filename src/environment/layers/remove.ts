import { realpath } from 'node:fs/promises';
import { endKilledBuild } from '../../disks/layers/build.ts';
import type { LayerStore } from '../../disks/layers/store.ts';
import { HostError } from '../../host/errors.ts';
import { holdFile } from '../../host/hold.ts';
import type { Services } from '../services.ts';
import { type ImageUsers, imageUsers } from '../templates/in-use.ts';

/** Who uses a layer: uuids of environments. */
export async function usersOfLayer(store: LayerStore, key: string, users: ImageUsers): Promise<readonly string[]> {
  const file = store.path(key);
  const real = await realpath(file).catch(() => file);
  return (users.get(real) ?? []).filter((user) => user !== `layer ${key}`);
}

/**
 * Removes a layer that no environment uses or is about to use, and what a killed build left of it; fine when it is not there.
 *
 * @returns why it stays, if it does.
 */
export async function removeLayer(
  store: LayerStore,
  key: string,
  services: Services,
  options: { readonly dryRun?: boolean; readonly timeoutMs?: number } = {},
): Promise<string | undefined> {
  const { dryRun = false, timeoutMs = 0 } = options;
  const what = `the layer ${key.slice(0, 12)}`;
  const { signal, log } = services;
  try {
    await using _lock = await store.lock(key, what, { signal, log, timeoutMs });
    await using _held = await holdFile(store.path(key), { mode: 'exclusive', what, signal });
    // Asked now that nobody can begin to use it.
    const users = await usersOfLayer(store, key, await imageUsers(services));
    if (users.length > 0) return `used by ${users.map((uuid) => uuid.slice(0, 8)).join(', ')}`;
    if (dryRun) return undefined;
    await endKilledBuild(key, store);
    await store.remove(key);
    return undefined;
  } catch (error) {
    if (error instanceof HostError && error.code === 'LOCK_TIMEOUT') return 'a run is building or using it';
    throw error;
  }
}

/** Removes what killed builds left, as far as nobody is at work there. */
export async function sweepLayers(store: LayerStore, services: Services): Promise<readonly string[]> {
  if (store.isReadOnly()) return [];
  const { signal } = services;
  const swept: string[] = [];
  for (const key of await store.unfinished()) {
    try {
      await using _lock = await store.lock(key, `the layer ${key.slice(0, 12)}`, { signal, timeoutMs: 0 });
      await endKilledBuild(key, store);
      await store.sweep(key);
      swept.push(key);
    } catch (error) {
      if (!(error instanceof HostError) || error.code !== 'LOCK_TIMEOUT') throw error;
    }
  }
  return swept;
}
