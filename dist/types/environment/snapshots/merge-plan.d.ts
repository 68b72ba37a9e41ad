import type { Image } from './record.ts';
/** An image that is there, and the path of the one below it. */
export interface ImageNode extends Pick<Image, 'path' | 'format'> {
    readonly below: string | undefined;
}
/** All that is known about one disk. */
export interface DiskImages {
    readonly nodes: readonly ImageNode[];
    /** Paths of images that something refers to: the head, and those of snapshots. */
    readonly needed: ReadonlySet<string>;
    /** Images that the machine has open, topmost first; none when it is down. */
    readonly open: readonly string[];
}
/** One step on the way to fewer images. After each, whatever is needed shows what it showed before. */
export type MergeStep = {
    readonly kind: 'remove';
    readonly path: string;
}
/** Copies what lies between the topmost open image and `base` into that. */
 | {
    readonly kind: 'pull';
    readonly base: string;
}
/** Writes `top` into `base`, which takes its place. `live`: by QEMU, which has both open. */
 | {
    readonly kind: 'commit';
    readonly live: boolean;
    readonly top: string;
    readonly base: string;
};
/**
 * What may be done next about images that nothing refers to, best first: one with nothing above it goes; one with a single
 * image above is merged with that. One that several images share stays. The topmost image of a machine that runs is merged
 * only by copying into it, so that it stays the topmost; where there is no image further down, that has to wait until the
 * machine is down.
 */
export declare function nextSteps({ nodes, needed, open }: DiskImages): MergeStep[];
