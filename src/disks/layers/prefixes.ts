import { existsSync } from 'node:fs';
import type { KeyedStep } from './keys.ts';
import { markedKeys } from './marks.ts';
import type { LayerStore } from './store.ts';

/**
 * Keys at which a layer would be of use, besides where disks end and part: those that another layer came through, so that
 * whoever edits what comes after them does not build them each time, and those after which a build failed.
 */
export async function wantedPrefixes(store: LayerStore): Promise<ReadonlySet<string>> {
  const layers = await store.list();
  const passed = layers.flatMap(({ record }) => record.steps.map(({ key }) => key));
  return new Set([...passed, ...(await markedKeys(store))]);
}

/**
 * The first steps of a layer that are to be a layer of their own first; none when a layer that is there has as many of
 * them, or more.
 */
export function prefixOf(
  steps: readonly KeyedStep[],
  wanted: ReadonlySet<string>,
  store: LayerStore,
): readonly KeyedStep[] | undefined {
  for (let length = steps.length - 1; length > 0; length--) {
    const key = steps[length - 1]?.key ?? '';
    if (existsSync(store.path(key))) return undefined;
    const prefix = steps.slice(0, length);
    if (wanted.has(key) && hasEntry(prefix)) return prefix;
  }
  return undefined;
}

/** Whether an entry of the init file is among steps: without one they are not worth an appliance of their own. */
export function hasEntry(steps: readonly KeyedStep[]): boolean {
  return steps.some(({ step }) => step.entry !== undefined);
}
