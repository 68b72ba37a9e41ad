import { type Logger, type TemplateCache } from '../index.ts';
/** The cache of GitHub Actions for templates, one entry each, and what it was good for. */
export interface JobCache extends TemplateCache {
    /** Whether a template came from it. */
    readonly hit: boolean;
}
/**
 * Makes the cache of GitHub Actions available to the SDK. Its troubles are never fatal: without a cache service, with a
 * read-only one (pull requests from forks) or when it is cancelled, nothing is restored or saved.
 *
 * @returns undefined when the runner has no cache service.
 */
export declare function openTemplateCache(log: Logger, signal: AbortSignal): JobCache | undefined;
