import { HostError, hasErrorCode, messageOf, ToolError } from './errors.ts';

/**
 * A server answered with a status that is no success. `status` is the HTTP status, `retryAfter` the milliseconds that
 * the server asks to wait.
 */
export class HttpError extends ToolError {
  readonly status: number;
  readonly retryAfter: number | undefined;

  constructor(url: URL, status: number, retryAfter?: number) {
    const wait =
      retryAfter === undefined || retryAfter === 0 ? '' : `, and asks to wait ${Math.ceil(retryAfter / 1000)} s`;
    super('HTTP_STATUS', `${displayUrl(url)} was answered with HTTP status ${status}${wait}`, {
      hint: statusHint(status),
    });
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** An answer whose body is still to be read. */
export interface HttpAnswer {
  readonly response: Response;
  /** Where it came from, after redirects. */
  readonly url: URL;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 10;

/**
 * Sends one GET request and follows redirects, but never from HTTPS to plain HTTP. A user and password in the URL become
 * basic authentication, for that server only. The body is not decoded on the way if the server heeds our wish. Proxies
 * are used when Node is told so (`NODE_USE_ENV_PROXY=1` with `HTTPS_PROXY` and so on).
 *
 * @throws {HttpError} for a status of 400 and above, except those in `accept`.
 * @throws {ToolError} `REDIRECT_REFUSED`; what `fetch` throws passes unchanged (see {@link connectionError}).
 */
export async function sendRequest(
  start: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  accept: readonly number[] = [],
): Promise<HttpAnswer> {
  const credentials = authorization(start);
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const own = url.origin === start.origin ? credentials : authorization(url);
    const response = await fetch(withoutCredentials(url), {
      headers: { 'accept-encoding': 'identity', ...own, ...headers },
      redirect: 'manual',
      signal,
    });
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || location === null) return checked(response, url, accept);
    await response.body?.cancel();
    url = redirected(url, location);
  }
  throw new ToolError('REDIRECT_REFUSED', `${displayUrl(start)} redirects more than ${MAX_REDIRECTS} times`);
}

/** Parses an `http:` or `https:` URL. @throws {ToolError} `URL_INVALID` */
export function parseHttpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ToolError('URL_INVALID', `"${displayAddress(text)}" is not an http:// or https:// URL`);
}

/** Whether text looks like an `http:` or `https:` URL. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** A URL for messages: without credentials and query, which may hold tokens. */
export function displayUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** A place as people gave it, for messages and files: a URL without what may be secret, anything else as it is. */
export function displayAddress(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  if (isHttpUrl(text) && URL.canParse(text)) return displayUrl(new URL(text));
  // Of what is no valid URL, all before the last @ may be a password.
  return text.replace(/:\/\/.*@/s, '://').replace(/[?#].*$/s, '');
}

/** Whether `fetch` (or a body that it gave) threw this because of the connection; its `cause` says more. */
export function isFetchFailure(error: unknown): error is TypeError {
  return error instanceof TypeError && error.cause !== undefined;
}

/** Says in a sentence why no answer came, from what `fetch` threw, and what to do about it. */
export function connectionError(url: URL, error: unknown): ToolError {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const reason = messageOf(cause) === '' ? codeOf(cause) : messageOf(cause);
  const hint = isTlsError(cause)
    ? 'Its certificate is not trusted: name your CA in NODE_EXTRA_CA_CERTS.'
    : 'Check the address, the network and the proxy settings (Node uses HTTPS_PROXY only with NODE_USE_ENV_PROXY=1).';
  return new ToolError('CONNECTION_FAILED', `no answer from ${displayUrl(url)}: ${reason}`, { hint, cause: error });
}

/** Whether another attempt may succeed. Errors of ours other than a busy server's, certificates and unknown hosts may not. */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof HttpError) {
    return [408, 425, 429].includes(error.status) || (error.status >= 500 && ![501, 505].includes(error.status));
  }
  if (error instanceof ToolError) return error.code === 'DOWNLOAD_INCOMPLETE' || error.code === 'DOWNLOAD_STALLED';
  if (error instanceof HostError) return false;
  return isFetchFailure(error) && !isTlsError(error.cause) && !hasErrorCode(error.cause, 'ENOTFOUND');
}

function checked(response: Response, url: URL, accept: readonly number[]): HttpAnswer {
  if (response.ok || accept.includes(response.status)) return { response, url };
  void response.body?.cancel().catch(() => undefined);
  throw new HttpError(url, response.status, retryAfter(response.headers.get('retry-after')));
}

function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:')) return to;
  throw new ToolError('REDIRECT_REFUSED', `${displayUrl(from)} redirects to ${to ? displayUrl(to) : 'no valid URL'}`, {
    hint: 'A redirect away from HTTPS is never followed; use the address it leads to if you trust it.',
  });
}

function authorization(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function withoutCredentials(url: URL): URL {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  return copy;
}

/** Milliseconds of a Retry-After header: seconds or a date. */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const delay = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(delay) ? Math.max(delay, 0) : undefined;
}

function isTlsError(error: unknown): boolean {
  return /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function statusHint(status: number): string {
  if (status === 401 || status === 403 || status === 407) return 'Access is denied: check the credentials in the URL.';
  if (status === 404 || status === 410) return 'There is no such file: check the address.';
  if (status === 429) return 'The server limits requests: try again later, or use a mirror.';
  return status >= 500 ? 'The server has a problem: try again later, or use a mirror.' : 'Check the address.';
}
