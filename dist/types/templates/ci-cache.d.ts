import type { FetchContext } from './fetch.ts';
import type { TemplateStore } from './store.ts';
import { type TemplateVersion } from './types.ts';
/**
 * Key of a template's content for caches between machines: changes with the repository's hash. Undefined for a template
 * without a hash: it could not be verified after its return.
 */
export declare function contentKey(version: TemplateVersion): string | undefined;
/**
 * Takes templates to a CI cache and back. Both ways go through a directory of their own in the store: {@link stage} fills
 * it and {@link paths} names it to the cache's `save`; after the cache's `restore` filled it, {@link accept} verifies what
 * is there and moves it into the store.
 */
export declare class TemplateTransfer {
    #private;
    constructor(store: TemplateStore);
    /** What the cache has to save and restore for a template; nothing for one without a {@link contentKey}. */
    paths(version: TemplateVersion): readonly string[];
    /**
     * Puts a template of the store where {@link paths} says, without a copy where the file system has hard links.
     *
     * @returns false when it is not in the store, or could not be verified after its return: when the repository's hash is
     *   not that of the image, but of a compressed or raw file that it was made from. Call {@link discard} after saving.
     */
    stage(version: TemplateVersion): Promise<boolean>;
    /**
     * Verifies what a cache has restored and moves it into the store. Afterwards the staging directory is gone.
     *
     * @returns whether the template is in the store now. What is not good is dropped with a warning.
     */
    accept(version: TemplateVersion, context?: FetchContext): Promise<boolean>;
    /** Removes the staging directory; fine when it is not there. */
    discard(version: TemplateVersion): Promise<void>;
}
