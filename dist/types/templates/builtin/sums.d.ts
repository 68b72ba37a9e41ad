import type { TemplateHash } from '../types.ts';
/**
 * Finds an image's hash in a checksum file, of whatever style; SHA-512 before SHA-256 where it has both.
 *
 * @param isOfOne whether the file is about this image only, so that a hash without a name counts.
 * @param others what else the image may be called where the file names one only.
 */
export declare function hashIn(text: string, image: string, isOfOne: boolean, others?: RegExp): TemplateHash | undefined;
