import { realpath } from 'node:fs/promises';
import { endKilledBuild } from '../../disks/layers/killed-build.ts';
import { LayerStore } from '../../disks/layers/store.ts';
import { CancelledError, HostError, LagoError, messageOf } from '../../host/errors.ts';
import { holdFile } from '../../host/hold.ts';
import type { Services } from '../services.ts';
import { type ImageUsers, imageUsers } from '../templates/in-use.ts';

/** Who uses a layer: uuids of environments. */
export async function usersOfLayer(store: LayerStore, key: string, users: ImageUsers): Promise<readonly string[]> {
  const file = store.path(key);
  const real = await realpath(file).catch(() => file);
  return (users.get(real) ?? []).filter((user) => !user.startsWith('layer '));
}

/** Whether environments lie over what is in the place of a layer; true when that cannot be known. */
export async function isLayerUsed(store: LayerStore, key: string, services: Services): Promise<boolean> {
  try {
    return (await usersOfLayer(store, key, await imageUsers(services))).length > 0;
  } catch (error) {
    if (!(error instanceof LagoError) || error instanceof CancelledError) throw error;
    // Environments of other users, or with a broken record, may lie over it.
    services.log.debug(`whether the layer ${key.slice(0, 12)} is in use cannot be known: ${messageOf(error)}`);
    return true;
  }
}

/**
 * Locks a layer, so that nobody builds it or begins to use it until the result is disposed of.
 *
 * @returns undefined when somebody is at it.
 */
export async function reserveLayer(
  store: LayerStore,
  key: string,
  { signal }: Pick<Services, 'signal'>,
): Promise<AsyncDisposable | undefined> {
  const what = `the layer ${key.slice(0, 12)}`;
  await using stack = new AsyncDisposableStack();
  try {
    stack.use(await store.lock(key, what, { signal, timeoutMs: 0 }));
    const held = await holdFile(store.path(key), { mode: 'exclusive', what, signal });
    if (held) stack.use(held);
    return stack.move();
  } catch (error) {
    if (error instanceof HostError && error.code === 'LOCK_TIMEOUT') return undefined;
    throw error;
  }
}

/**
 * Removes a layer, unless an environment uses it or is about to; fine when it is not there.
 *
 * @returns whether it is gone.
 */
export async function dropLayer(store: LayerStore, key: string, services: Services): Promise<boolean> {
  await using reserved = await reserveLayer(store, key, services);
  if (!reserved) return false;
  if (await isLayerUsed(store, key, services)) return false;
  await endKilledBuild(key, store);
  await store.remove(key);
  return true;
}

/**
 * Removes what killed builds left, as far as nobody is at work there.
 *
 * @returns the keys of which something was left.
 * @throws {HostError} `PERMISSION_DENIED`, `FILE_FAILED`.
 */
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

/** {@link sweepLayers} for those who have done something else: what cannot be removed now can be later. */
export async function trySweepLayers(services: Services): Promise<void> {
  try {
    await sweepLayers(new LayerStore(services.paths.storeDir), services);
  } catch (error) {
    services.log.debug(`what killed builds left of layers was not removed: ${messageOf(error)}`);
  }
}
