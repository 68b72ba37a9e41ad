import { type CacheUse, type Logger, type TemplateCache } from '../index.ts';
import type { CACHE_CHOICES } from './inputs.ts';
/** The cache of GitHub Actions for templates and layers, one entry each, and what it was good for. */
export interface JobCache extends TemplateCache {
    /** Everything that the environment needed, and where it came from. */
    readonly uses: readonly CacheUse[];
    /** Bytes that entries which were restored and saved have in the cache, compressed. */
    readonly cachedBytes: number;
}
/** How the cache is used. */
export interface JobCacheOptions {
    readonly choice: (typeof CACHE_CHOICES)[number];
    /** Most bytes that the entries of this job may have together. */
    readonly budget: number;
    /** Whether what is saved was made to replace what the cache has, which it does not do. False by default. */
    readonly noCache?: boolean;
    readonly log: Logger;
    readonly signal: AbortSignal;
    /** Environment of the runner. */
    readonly env: Readonly<Record<string, string | undefined>>;
}
/**
 * Makes the cache of GitHub Actions available to the SDK. Its troubles are never fatal: without a cache service, with a
 * read-only one (pull requests from forks) or when it is cancelled, nothing is restored or saved.
 */
export declare function openTemplateCache(options: JobCacheOptions): Promise<JobCache>;
