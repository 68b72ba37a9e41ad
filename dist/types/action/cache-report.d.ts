import { type CacheUse } from '../index.ts';
import { type Section } from './markdown.ts';
/** What the cache did for a job. */
export interface CacheReport {
    readonly uses: readonly CacheUse[];
    /** Bytes of the entries that were restored and saved, as the cache counts them. */
    readonly cachedBytes: number;
    /** Most bytes that they may have. */
    readonly budget: number;
}
/** Whether nothing had to be fetched or built. */
export declare function isCacheHit(uses: readonly CacheUse[]): boolean;
/** The part of the summary that tells where templates and layers came from, how large they are and what was kept. */
export declare function cacheSections({ uses, cachedBytes, budget }: CacheReport): Section[];
/** Bytes for people. */
export declare function megabytes(bytes: number): string;
