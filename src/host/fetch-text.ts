import { ToolError } from './errors.ts';
import { displayUrl, parseHttpUrl, sendRequest } from './http.ts';
import { type RetryOptions, withRetries } from './retry.ts';

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
export async function fetchText(address: string, options: FetchTextOptions = {}): Promise<string> {
  return Buffer.from(await fetchBytes(address, options)).toString('utf8');
}

/** Fetches a small file over HTTP(S). @throws as {@link fetchText}. */
export async function fetchBytes(address: string, options: FetchTextOptions = {}): Promise<Uint8Array> {
  const url = parseHttpUrl(address);
  const limit = options.maxBytes ?? 4 * 1024 * 1024;
  return withRetries(url, options, async ({ signal, progress }) => {
    const { response } = await sendRequest(url, {}, signal);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > limit) {
        throw new ToolError('DOWNLOAD_TOO_LARGE', `${displayUrl(url)} has more than the ${limit} bytes allowed`);
      }
      chunks.push(chunk);
      progress(bytes, chunk.length);
    }
    return Buffer.concat(chunks);
  });
}
