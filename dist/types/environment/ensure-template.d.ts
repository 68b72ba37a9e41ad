import type { EnsureOptions, TemplateStore } from '../templates/store.ts';
import type { TemplateVersion } from '../templates/types.ts';
import type { Catalogue } from './catalogue.ts';
/**
 * Makes sure that a template is in the store. What a server has may change between the reading of its checksums and the
 * fetching of the image: where that may be the reason for a wrong hash, both are asked for once more.
 *
 * @returns absolute path of the image.
 * @throws what {@link TemplateStore.ensure} throws.
 */
export declare function ensureTemplate(version: TemplateVersion, store: TemplateStore, { renew }: Pick<Catalogue, 'renew'>, options: EnsureOptions): Promise<string>;
