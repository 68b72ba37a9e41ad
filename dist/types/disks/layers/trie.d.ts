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
export declare function leafKey({ steps }: Pick<LayerWish, 'steps'>): string;
/**
 * Decides where layers are made: where a disk's steps end, and where those of two disks part, so that what they have in
 * common is built once. Those that others build upon come first.
 */
export declare function layerNodes<T>(wishes: readonly LayerWish<T>[]): readonly LayerNode<T>[];
