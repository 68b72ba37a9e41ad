import { ToolError } from './errors.ts';
/**
 * A server answered with a status that is no success. `status` is the HTTP status, `retryAfter` the milliseconds that
 * the server asks to wait.
 */
export declare class HttpError extends ToolError {
    readonly status: number;
    readonly retryAfter: number | undefined;
    constructor(url: URL, status: number, retryAfter?: number);
}
/** An answer whose body is still to be read. */
export interface HttpAnswer {
    readonly response: Response;
    /** Where it came from, after redirects. */
    readonly url: URL;
}
/**
 * Sends one GET request and follows redirects, but never from HTTPS to plain HTTP. A user and password in the URL become
 * basic authentication, for that server only. The body is not decoded on the way if the server heeds our wish. Proxies
 * are used when Node is told so (`NODE_USE_ENV_PROXY=1` with `HTTPS_PROXY` and so on).
 *
 * @throws {HttpError} for a status of 400 and above, except those in `accept`.
 * @throws {ToolError} `REDIRECT_REFUSED`; what `fetch` throws passes unchanged (see {@link connectionError}).
 */
export declare function sendRequest(start: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal, accept?: readonly number[]): Promise<HttpAnswer>;
/** Parses an `http:` or `https:` URL. @throws {ToolError} `URL_INVALID` */
export declare function parseHttpUrl(text: string): URL;
/** Whether text looks like an `http:` or `https:` URL. */
export declare function isHttpUrl(text: string): boolean;
/** A URL for messages: without credentials and query, which may hold tokens. */
export declare function displayUrl(url: URL): string;
/** A place as people gave it, for messages and files: a URL without what may be secret, anything else as it is. */
export declare function displayAddress(text: string): string;
/** Whether `fetch` (or a body that it gave) threw this because of the connection; its `cause` says more. */
export declare function isFetchFailure(error: unknown): error is TypeError;
/** Says in a sentence why no answer came, from what `fetch` threw, and what to do about it. */
export declare function connectionError(url: URL, error: unknown): ToolError;
/** Whether another attempt may succeed. Errors of ours other than a busy server's, certificates and unknown hosts may not. */
export declare function isWorthRetrying(error: unknown): boolean;
