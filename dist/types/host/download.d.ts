import { type RetryOptions } from './retry.ts';
import { type ByteTap } from './tap.ts';
/** How to fetch a file. */
export interface DownloadOptions extends RetryOptions {
    readonly url: string;
    /**
     * Where the bytes go. A part left there by an earlier, interrupted call is continued when the server can prove that
     * its file is still the same. Only one call at a time may use it.
     */
    readonly file: string;
    /** Bytes that must come; what the server announces is checked in any case. */
    readonly expectedSize?: number;
    /** Most bytes to accept; by default what the server announces, else nine tenths of what is free on the disk. */
    readonly maxBytes?: number;
    /** Gets all bytes of the file in order, those of a part that was there too. */
    readonly tap?: ByteTap;
    /** Called as bytes arrive; `total` is undefined when the server does not say. */
    readonly onProgress?: (bytes: number, total: number | undefined) => void;
}
/** What was fetched. */
export interface DownloadResult {
    readonly bytes: number;
    /** Where it came from after redirects, without credentials and query. */
    readonly url: string;
}
/**
 * Fetches a file over HTTP(S) and syncs it to the disk. Interrupted transfers continue where they ended, in this call and
 * in the next; on failure the part stays for that, if it can be continued.
 *
 * @throws {HttpError} a status that retries did not mend; `status` tells which.
 * @throws {ToolError} `CONNECTION_FAILED`, `DOWNLOAD_STALLED`, `DOWNLOAD_TIMEOUT`, `DOWNLOAD_INCOMPLETE`,
 *   `DOWNLOAD_TOO_LARGE`, `REDIRECT_REFUSED` or `URL_INVALID`.
 * @throws {HostError} `DISK_FULL`, before the transfer if its size is known.
 * @throws {CancelledError} when the signal fires.
 */
export declare function download(options: DownloadOptions): Promise<DownloadResult>;
/** Removes what an interrupted {@link download} to `file` has left; fine when there is nothing. */
export declare function discardPart(file: string): Promise<void>;
