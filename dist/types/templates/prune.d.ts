import type { Logger } from '../host/log.ts';
/** Which templates to remove: those that any of these fits. */
export interface PruneSelection {
    /** Those that were not used for so many milliseconds. */
    readonly olderThanMs?: number | undefined;
    /** Those used longest ago, until the rest takes no more bytes than this. */
    readonly maxBytes?: number | undefined;
    /** All that nothing lies over. */
    readonly unused?: boolean | undefined;
    /** Removes nothing, and only tells what would go. */
    readonly dryRun?: boolean | undefined;
}
/** What pruning needs besides. */
export interface PruneContext {
    /** What lies over each image, by real paths; asked once, when nobody can begin to use what may go. */
    users(): Promise<ReadonlyMap<string, readonly string[]>>;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/** A template that goes, or stays although it was selected. */
export interface PrunedTemplate {
    readonly id: string;
    /** Bytes that it takes on the disk. */
    readonly size: number;
    readonly lastUsed: Date;
    /** Why it stays. */
    readonly reason?: string;
}
/** What came of pruning. */
export interface PruneReport {
    readonly removed: readonly PrunedTemplate[];
    readonly kept: readonly PrunedTemplate[];
    /** Names of templates whose unfinished downloads went. */
    readonly swept: readonly string[];
    /** Bytes that are free now. */
    readonly freed: number;
    /** Bytes that templates still take. */
    readonly left: number;
}
/**
 * Removes templates, those used longest ago first; never one that something lies over, that is being fetched, or that a run
 * is about to use: what may go is locked first, so that nobody begins to use it after the look at what is in use.
 *
 * @throws {HostError} `STORE_READ_ONLY`; errors of `users`; {@link CancelledError}.
 */
export declare function pruneStore(directory: string, selection: PruneSelection, context: PruneContext): Promise<PruneReport>;
