import type { KeyedStep } from './keys.ts';
import type { LayerStore } from './store.ts';
/**
 * Keys at which a layer would be of use, besides where disks end and part: those that another layer came through, so that
 * whoever edits what comes after them does not build them each time, and those after which a build failed.
 */
export declare function wantedPrefixes(store: LayerStore): Promise<ReadonlySet<string>>;
/**
 * The first steps of a layer that are to be a layer of their own first; none when a layer that is there has as many of
 * them, or more.
 */
export declare function prefixOf(steps: readonly KeyedStep[], wanted: ReadonlySet<string>, store: LayerStore): readonly KeyedStep[] | undefined;
/** Whether an entry of the init file is among steps: without one they are not worth an appliance of their own. */
export declare function hasEntry(steps: readonly KeyedStep[]): boolean;
