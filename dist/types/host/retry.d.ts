import type { Logger } from './log.ts';
/** How long to try. */
export interface RetryOptions {
    /** Attempts after the first that may fail in a row; 5 by default. */
    readonly retries?: number;
    /** Milliseconds before the first retry, doubled for each further one, shortened at random; 500 by default. */
    readonly retryDelayMs?: number;
    /** Milliseconds for all of it; no limit by default, as long as enough comes. */
    readonly timeoutMs?: number;
    /** Bytes that must come in every `paceMs`, whatever attempts it takes, unless all are there; 15 MiB by default. */
    readonly paceBytes?: number;
    /** Milliseconds, long enough for the pauses between attempts; 15 minutes by default. */
    readonly paceMs?: number;
    /** Milliseconds without a byte after which an attempt has failed; one minute by default. */
    readonly stallTimeoutMs?: number;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/** What one attempt gets. */
export interface Attempt {
    /** Fires when the caller cancels, when time is up, or when nothing has come for too long. */
    readonly signal: AbortSignal;
    /**
     * To be called when bytes arrive. An attempt that got further than all before it does not count as failed in a row.
     *
     * @param bytes that are there now.
     * @param came how many of them have just arrived.
     */
    progress(bytes: number, came: number): void;
}
/**
 * Makes attempts at a transfer until one succeeds: again after failed connections, stalls and statuses of a server that is
 * busy or broken, with growing, random delays or the one that the server asks for, unless that is longer than two minutes.
 *
 * @throws {ToolError} the last attempt's error, `DOWNLOAD_TIMEOUT` or `DOWNLOAD_STALLED`.
 * @throws {CancelledError} when the signal fires.
 */
export declare function withRetries<T>(url: URL, options: RetryOptions, body: (attempt: Attempt) => Promise<T>): Promise<T>;
