import { type TemplateVersion } from '../../templates/types.ts';
/**
 * Identity of a template's content, for the keys of layers over it: that of the repository's hash, the same on every host.
 * The store may have other content than the repository says now, or a template without a hash: that is known by its own
 * digest.
 *
 * @returns undefined for a template without a hash that is not in the store yet.
 */
export declare function templateDigest(storeDir: string, version: TemplateVersion): Promise<string | undefined>;
