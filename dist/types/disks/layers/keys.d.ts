import type { Builders } from './builders.ts';
import type { Json, LayerBase, LayerStep, StepContext } from './types.ts';
/** A step with the key of the layer that ends with it. */
export interface KeyedStep {
    readonly step: LayerStep;
    /** 64 hex digits. */
    readonly key: string;
}
/**
 * Keys of a disk's steps. A key stands for the content of the base and for all steps up to its own, so that two disks have
 * the same key exactly as long as they have the same content. Nothing needs to be fetched for that, but the files that
 * steps take in are read.
 *
 * @param base the template; only its digest counts.
 * @throws errors of files that cannot be read.
 */
export declare function layerKeys(base: Pick<LayerBase, 'digest'>, steps: readonly LayerStep[], builders: Builders, context: StepContext): Promise<readonly KeyedStep[]>;
/** SHA-256 of a value in a form that does not depend on the order of a mapping's names. */
export declare function digestOf(value: Json): string;
/** JSON with the names of every mapping sorted. */
export declare function canonical(value: Json): string;
