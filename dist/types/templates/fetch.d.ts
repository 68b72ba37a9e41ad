import type { Logger } from '../host/log.ts';
import type { RetryOptions } from '../host/retry.ts';
import { type Unpacked } from '../host/unpacking.ts';
import type { EntryFiles } from './entry.ts';
import { type TemplateVersion } from './types.ts';
/** What fetching may use besides its subject. */
export interface FetchContext {
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
    readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
    /** Called as bytes of a download or of a local file arrive; `total` is undefined when the server does not say. */
    readonly onProgress?: (bytes: number, total: number | undefined) => void;
}
/** An image that was fetched, with the digests of what came and, if that was compressed, of the image in it. */
export interface Fetched extends Unpacked {
    /** Path or URL, for messages. */
    readonly from: string;
}
/** Where an image is put while it comes. */
type Places = Pick<EntryFiles, 'part' | 'temporary'>;
/**
 * Brings a template's image to `temporary`, unpacked and hashed on the way: from a server the smallest variant there is
 * (`.xz`, `.zst`, `.gz`, then plain), from a directory the plain file before others. A download that was interrupted stays
 * at `part`.
 *
 * @throws {ToolError} `TEMPLATE_MISSING` when there is no variant, `TEMPLATE_UNVERIFIABLE` for plain HTTP without a hash;
 *   `DECOMPRESSION_FAILED`; errors of {@link download} pass unchanged.
 * @throws {HostError} `DISK_FULL`
 */
export declare function fetchTemplate(version: TemplateVersion, places: Places, context: FetchContext): Promise<Fetched>;
export {};
