import type { TemplateStore } from '../templates/store.ts';
import { type TemplateVersion } from '../templates/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { CiCache } from './ci-cache.ts';
import type { TemplateCache } from './options.ts';
import type { Services } from './services.ts';
/**
 * Brings all templates into the store: what it has is used, what the cache has is restored and verified, the rest is
 * fetched and saved to the cache at once, so that a job that fails later does not lose it.
 *
 * @param ciCache saves in the background: `settle` it.
 */
export declare function fetchTemplates(catalogue: Catalogue, cache: TemplateCache | undefined, store: TemplateStore, services: Services, ciCache: CiCache): Promise<{
    readonly restored: number;
    readonly fetched: number;
}>;
/** Restores a template from the cache when it may be there. @returns whether the store has it now. */
export declare function restoreTemplate(version: TemplateVersion, store: TemplateStore, ciCache: CiCache, { log, signal }: Pick<Services, 'log' | 'signal'>): Promise<boolean>;
/** Key of a template in a cache; undefined for one that could not be verified after its return. */
export declare function templateCacheKey(version: TemplateVersion): string | undefined;
