import type { KeyedStep } from './keys.ts';
import type { LayerBase } from './types.ts';

/** Steps of one disk that are to be found in a layer. */
export interface LayerWish<T = unknown> {
  /** Whose they are. */
  readonly owner: T;
  readonly base: LayerBase;
  /** At least one. */
  readonly steps: readonly KeyedStep[];
}

/** A layer that is to be there. */
export interface LayerNode<T = unknown> {
  readonly key: string;
  readonly base: LayerBase;
  /** All steps from the base on; the last has the layer's key. */
  readonly steps: readonly KeyedStep[];
  /** Those whose disks go through it, in the order of the wishes. */
  readonly owners: readonly T[];
  /** How many other layers to be there lie on the way to it. */
  readonly depth: number;
}

/** Key of the layer that a disk is to lie on. */
export function leafKey({ steps }: Pick<LayerWish, 'steps'>): string {
  return steps.at(-1)?.key ?? '';
}

/**
 * Decides where layers are made: where a disk's steps end, and where those of two disks part, so that what they have in
 * common is built once. Those that others build upon come first.
 */
export function layerNodes<T>(wishes: readonly LayerWish<T>[]): readonly LayerNode<T>[] {
  const points = new Map<
    string,
    { wish: LayerWish<T>; length: number; owners: T[]; next: Set<string>; ends: boolean }
  >();
  for (const wish of wishes) {
    for (const [index, { key }] of wish.steps.entries()) {
      const point = points.get(key) ?? { wish, length: index + 1, owners: [], next: new Set<string>(), ends: false };
      const following = wish.steps[index + 1]?.key;
      point.owners.push(wish.owner);
      if (following === undefined) point.ends = true;
      else point.next.add(following);
      points.set(key, point);
    }
  }
  const chosen = new Map([...points].filter(([, { ends, next }]) => ends || next.size > 1));
  const nodes = [...chosen].map(([key, { wish, length, owners }]): LayerNode<T> => {
    const steps = wish.steps.slice(0, length);
    const depth = steps.filter((step) => step.key !== key && chosen.has(step.key)).length;
    return { key, base: wish.base, steps, owners, depth };
  });
  return nodes.sort((one, other) => one.depth - other.depth);
}
