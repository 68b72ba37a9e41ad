import type { ImageFormat } from '../host/qcow2.ts';
import { type EntryFiles, type EntryRecord } from './entry.ts';
import { type FetchContext } from './fetch.ts';
import { type TemplateVersion } from './types.ts';
/**
 * Fetches a template and publishes it in the store: hash verified, image inspected, converted to qcow2 when it is raw. The
 * caller holds the entry's lock. On failure nothing is left, except a download that can be continued.
 *
 * @throws errors of {@link fetchTemplate} and {@link inspectTemplate}; {@link ToolError} `TEMPLATE_HASH_MISMATCH`,
 *   `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`.
 */
export declare function fetchAndPublish(version: TemplateVersion, files: EntryFiles, context: FetchContext): Promise<void>;
/** What is known about the content of an image. */
export interface ImageDigest {
    readonly sha256: string;
    /** Whether the image was found to have the repository's hash. */
    readonly hashIsOfImage: boolean;
}
/** Describes an image that is to be published. */
export declare function recordOf(version: TemplateVersion, format: ImageFormat, image: ImageDigest): EntryRecord;
/**
 * Puts `files.temporary` in place with all that belongs to it. The image comes last: an entry without it does not exist.
 */
export declare function publishImage(version: TemplateVersion, files: EntryFiles, record: EntryRecord): Promise<void>;
/** Removes what killed processes left of their attempts at an entry, but not a download that can be continued. */
export declare function removeUnfinished({ image, temporary, converted }: EntryFiles): Promise<void>;
