import { type Compression } from '../host/compression.ts';
import type { Logger } from '../host/log.ts';
import type { RetryOptions } from '../host/retry.ts';
import { type TemplateVersion } from './types.ts';
/** What fetching may use besides its subject. */
export interface FetchContext {
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
    readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
    /** Called as bytes of a download arrive; `total` is undefined when the server does not say. */
    readonly onProgress?: (bytes: number, total: number | undefined) => void;
}
/** A file that was fetched, as it came. */
export interface Fetched {
    /** Path or URL, for messages. */
    readonly from: string;
    /** How it is compressed, if it really is. */
    readonly compression?: Compression;
}
/**
 * Brings a template's image to `part`, as it is at its origin: from a server the smallest variant there is (`.xz`,
 * `.zst`, `.gz`, then plain), from a directory the plain file before others.
 *
 * @throws {ToolError} `TEMPLATE_MISSING` when there is no variant, `TEMPLATE_UNVERIFIABLE` for plain HTTP without a hash;
 *   errors of {@link download} pass unchanged.
 * @throws {HostError} `DISK_FULL`
 */
export declare function fetchTemplate(version: TemplateVersion, part: string, context: FetchContext): Promise<Fetched>;
