import type { Logger } from './log.ts';
/** How long to try. */
export interface RetryOptions {
    /** Attempts after the first that may fail in a row; 5 by default. */
    readonly retries?: number;
    /** Milliseconds before the first retry, doubled for each further one, shortened at random; 500 by default. */
    readonly retryDelayMs?: number;
    /** Milliseconds for all of it; one hour by default. */
    readonly timeoutMs?: number;
    /** Milliseconds without a byte after which an attempt has failed; one minute by default. */
    readonly stallTimeoutMs?: number;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/** What one attempt gets. */
export interface Attempt {
    /** Fires when the caller cancels, when time is up, or when nothing has come for too long. */
    readonly signal: AbortSignal;
    /** To be called when bytes arrive, with how many are there now. An attempt that got further than all before it does not
     * count as failed in a row. */
    progress(bytes: number): void;
}
/**
 * Makes attempts at a transfer until one succeeds: again after failed connections, stalls and statuses of a server that is
 * busy or broken, with growing, random delays or the one that the server asks for.
 *
 * @throws {ToolError} the last attempt's error, `DOWNLOAD_TIMEOUT` or `DOWNLOAD_STALLED`.
 * @throws {CancelledError} when the signal fires.
 */
export declare function withRetries<T>(url: URL, options: RetryOptions, body: (attempt: Attempt) => Promise<T>): Promise<T>;
