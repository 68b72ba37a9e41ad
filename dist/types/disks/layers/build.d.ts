import { type Builders } from './builders.ts';
import type { LayerRecord } from './record.ts';
import type { LayerStore } from './store.ts';
import { type LayerNode } from './trie.ts';
import type { BuildRun, LayerStep } from './types.ts';
/** What building a layer takes, besides what it is. */
export interface BuildParts extends Omit<BuildRun, 'file'> {
    readonly store: LayerStore;
    readonly builders: Builders;
    /** Whether a layer of the store may be built upon; all may by default. */
    reuse?(key: string): boolean;
    /** Looks elsewhere for a layer, or for one of fewer of its steps; called with its lock. */
    restore?(node: LayerNode): Promise<unknown>;
    /** Whether disks lie over what is in the place of a layer; nobody's by default. */
    isUsed?(key: string): Promise<boolean>;
    /** Keys of first steps that are to be layers of their own. With them, a build that fails leaves word of how far it came. */
    readonly prefixes?: ReadonlySet<string>;
}
/** A layer that is there, and stays there until it is disposed of. */
export interface HeldLayer extends AsyncDisposable {
    /** Set when it was built just now. */
    readonly built?: LayerRecord;
}
/** Carries out steps on an image, those of one builder after the other in one start. */
export declare function runSteps(steps: readonly LayerStep[], builders: Builders, run: BuildRun): Promise<void>;
/**
 * Makes sure that a layer is in the store. What it has of the layer's first steps is built upon; the result lies on the
 * template nevertheless, so that chains stay short. One process at a time builds a layer, others wait and say so.
 *
 * @param parts of the disk that the layer is built for.
 * @returns undefined when it cannot be had, which the log says: something else is in its place, such as an altered layer, that
 * disks lie over (it stays), or files that go into it changed while it was built.
 * @throws errors of builders; {@link HostError} `DISK_FULL`, `LOCK_TIMEOUT`; {@link CancelledError}. Nothing is left then.
 */
export declare function ensureLayer(node: LayerNode, parts: BuildParts): Promise<HeldLayer | undefined>;
