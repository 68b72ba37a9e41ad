import type { RawMapping } from '../initfile/types.ts';
import type { FetchContext } from './fetch.ts';
import { type TemplateStore } from './store.ts';
import { type TemplateVersion } from './types.ts';
/** The image in an entry of a cache, be it a template or a layer. */
export declare const ENTRY_IMAGE = "image";
/** What describes it. */
export declare const ENTRY_RECORD = "record.json";
/**
 * Key of a template's content for caches between machines: changes with the repository's hash. Undefined for a template
 * without a hash: it could not be verified after its return.
 */
export declare function contentKey(version: TemplateVersion): string | undefined;
/**
 * Takes templates to a CI cache and back, through a directory (see `withTransfer`): {@link stage} fills it for the cache's
 * `save`; what its `restore` brought, {@link accept} verifies and moves into the store.
 */
export declare class TemplateTransfer {
    #private;
    constructor(store: TemplateStore);
    /**
     * Puts a template of the store into a directory, without a copy where the file system has hard links.
     *
     * @returns why it cannot be kept: it could not be verified after its return, when the repository's hash is not that of
     *   the image, but of a compressed or raw file that it was made from. Undefined when it is staged.
     */
    stage(version: TemplateVersion, directory: string): Promise<string | undefined>;
    /**
     * Verifies what a cache has restored into a directory and moves it into the store.
     *
     * @returns why it is not used, or undefined when the template is in the store.
     */
    accept(version: TemplateVersion, directory: string, context?: FetchContext): Promise<string | undefined>;
}
/** What a restored template says about itself; nothing when it has no metadata. */
export declare function restoredMetadata(directory: string): Promise<RawMapping>;
/** Puts a file elsewhere, without a copy where the file system has hard links. */
export declare function linkOrCopy(source: string, target: string): Promise<void>;
