import { type RetryOptions } from './retry.ts';
/** How to fetch a small text. */
export interface FetchTextOptions extends RetryOptions {
    /** Most bytes to accept; 4 MiB by default. */
    readonly maxBytes?: number;
}
/**
 * Fetches a small text over HTTP(S).
 *
 * @throws {HttpError} a status that retries did not mend.
 * @throws {ToolError} `CONNECTION_FAILED`, `DOWNLOAD_STALLED`, `DOWNLOAD_TIMEOUT`, `DOWNLOAD_TOO_LARGE`,
 *   `REDIRECT_REFUSED` or `URL_INVALID`.
 * @throws {CancelledError} when the signal fires.
 */
export declare function fetchText(address: string, options?: FetchTextOptions): Promise<string>;
/** Fetches a small file over HTTP(S). @throws as {@link fetchText}. */
export declare function fetchBytes(address: string, options?: FetchTextOptions): Promise<Uint8Array>;
