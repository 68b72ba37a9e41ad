import type { CommonOptions } from '../options.ts';
/** Which layers to list. */
export interface ListLayersOptions extends CommonOptions {
    /** Keys, or their beginnings; all by default. */
    readonly keys?: readonly string[];
}
/** A layer of the store: what builds made of a template, for all disks that want the same. */
export interface LayerListing {
    /** 64 hex digits: what the layer was made from. */
    readonly key: string;
    /** Template that it lies on: `<repository>:<template>:<version>`. */
    readonly base: string;
    readonly arch: string;
    /** In their order; each with the key of the layer that would end with it, and a line for people without secrets. */
    readonly steps: readonly {
        readonly key: string;
        readonly builder: string;
        readonly summary: string;
    }[];
    /** Absolute path of the image. */
    readonly path: string;
    /** Bytes that it takes on the disk. */
    readonly size: number;
    /** SHA-256 of the image. */
    readonly sha256: string;
    /** Whether a password or the like is in it, so that it does not leave this host. */
    readonly secret: boolean;
    readonly created: Date;
    /** Milliseconds that building took. */
    readonly buildMs: number;
    readonly lastUsed: Date;
    /** Environments (uuids) whose disks lie over it. */
    readonly usedBy: readonly string[];
}
/** Which layers to remove: those that any of these fits. */
export interface PruneLayersOptions extends CommonOptions {
    /** Those that were not used for so many seconds. */
    readonly olderThan?: number;
    /** Those used longest ago, until the rest takes no more bytes than this. */
    readonly maxSize?: number;
    /** All that no disk lies over. */
    readonly unused?: boolean;
    /** Removes nothing, and only tells what would go. */
    readonly dryRun?: boolean;
}
/** A layer that goes, or stays although it was selected. */
export interface PrunedLayer {
    readonly key: string;
    readonly base: string;
    /** Bytes that it takes on the disk. */
    readonly size: number;
    readonly lastUsed: Date;
    /** Why it stays. */
    readonly reason?: string;
}
/** What came of pruning layers. */
export interface LayerPruneReport {
    readonly removed: readonly PrunedLayer[];
    readonly kept: readonly PrunedLayer[];
    /** Keys of which killed builds had left something. */
    readonly swept: readonly string[];
    /** Bytes that layers took that are free now. */
    readonly freed: number;
    /** Bytes that layers still take. */
    readonly left: number;
}
