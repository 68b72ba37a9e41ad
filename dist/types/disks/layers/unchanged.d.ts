import type { Builders } from './builders.ts';
import type { LayerNode } from './trie.ts';
import type { LayerStep, StepContext } from './types.ts';
/**
 * Reads the files that the steps of a layer take in once more, now that it is built: keys are made long before builders read
 * them, and a layer must not be found by the key of other files.
 *
 * @returns the first step that takes in what has changed; undefined when nothing has.
 * @throws {HostError} `FILE_FAILED` for what is not there any more.
 */
export declare function changedStep({ base, steps }: LayerNode, context: StepContext & {
    readonly builders: Builders;
}): Promise<LayerStep | undefined>;
