import { setTimeout as delay } from 'node:timers/promises';
import { CancelledError, ToolError } from './errors.ts';
import { connectionError, displayUrl, HttpError, isFetchFailure, isWorthRetrying } from './http.ts';
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

const MAX_DELAY = 15_000;
/** Longest wait that a server can impose: whoever wants more is not asked again. */
const MAX_RETRY_AFTER = 120_000;

/**
 * Makes attempts at a transfer until one succeeds: again after failed connections, stalls and statuses of a server that is
 * busy or broken, with growing, random delays or the one that the server asks for, unless that is longer than two minutes.
 *
 * @throws {ToolError} the last attempt's error, `DOWNLOAD_TIMEOUT` or `DOWNLOAD_STALLED`.
 * @throws {CancelledError} when the signal fires.
 */
export async function withRetries<T>(
  url: URL,
  options: RetryOptions,
  body: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const { retries = 5, timeoutMs = 3_600_000, stallTimeoutMs = 60_000 } = options;
  const overall = AbortSignal.timeout(timeoutMs);
  let furthest = 0;
  for (let failures = 0; ; failures++) {
    const before = furthest;
    const stall = new Stall(stallTimeoutMs);
    const ended = new AbortController();
    const signals = [overall, stall.signal, ended.signal, ...(options.signal ? [options.signal] : [])];
    try {
      return await body({
        signal: AbortSignal.any(signals),
        progress: (bytes) => {
          furthest = Math.max(furthest, bytes);
          stall.restart();
        },
      });
    } catch (thrown) {
      const error = explain(thrown, url, { options, overall, stall, timeoutMs, stallTimeoutMs });
      if (furthest > before) failures = 0;
      if (!isWorthRetrying(error) || failures >= retries || asksTooMuch(error)) throw final(error, url);
      await pause(error, url, failures, options, overall);
    } finally {
      stall.stop();
      // Lets go of a connection whose answer was not read to its end.
      ended.abort();
    }
  }
}

interface Circumstances {
  readonly options: RetryOptions;
  readonly overall: AbortSignal;
  readonly stall: Stall;
  readonly timeoutMs: number;
  readonly stallTimeoutMs: number;
}

/** An aborted transfer throws whatever was under way; the signal that fired tells why. */
function explain(thrown: unknown, url: URL, { options, overall, stall, timeoutMs, stallTimeoutMs }: Circumstances) {
  if (options.signal?.aborted) return new CancelledError(`the download of ${displayUrl(url)}`, { cause: thrown });
  if (overall.aborted) return timedOut(url, timeoutMs, thrown);
  if (!stall.signal.aborted) return thrown;
  const message = `${displayUrl(url)} sent nothing for ${stallTimeoutMs / 1000} s`;
  return new ToolError('DOWNLOAD_STALLED', message, { hint: 'Check the network and the server.', cause: thrown });
}

function timedOut(url: URL, timeoutMs: number, cause: unknown): ToolError {
  const message = `${displayUrl(url)} was not transferred within ${timeoutMs / 1000} s`;
  return new ToolError('DOWNLOAD_TIMEOUT', message, { hint: 'Check the network, or use a nearer mirror.', cause });
}

/** What `fetch` throws says little by itself; everything else is an error of ours already, or a fault. */
function final(error: unknown, url: URL): unknown {
  return isFetchFailure(error) ? connectionError(url, error) : error;
}

function asksTooMuch(error: unknown): boolean {
  return error instanceof HttpError && (error.retryAfter ?? 0) > MAX_RETRY_AFTER;
}

async function pause(
  error: unknown,
  url: URL,
  failures: number,
  options: RetryOptions,
  overall: AbortSignal,
): Promise<void> {
  const wanted = error instanceof HttpError ? error.retryAfter : undefined;
  const backoff = Math.min((options.retryDelayMs ?? 500) * 2 ** failures, MAX_DELAY) * (0.5 + Math.random() / 2);
  const milliseconds = wanted ?? backoff;
  const reason = final(error, url);
  const text = reason instanceof Error ? reason.message : String(reason);
  options.log?.info(`${text}; trying again in ${(milliseconds / 1000).toFixed(1)} s`);
  const signals = [overall, ...(options.signal ? [options.signal] : [])];
  try {
    await delay(milliseconds, undefined, { signal: AbortSignal.any(signals) });
  } catch (cause) {
    if (options.signal?.aborted) throw new CancelledError(`the download of ${displayUrl(url)}`, { cause });
    throw reason;
  }
}

/** Fires when nothing has happened for some time. */
class Stall {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(milliseconds: number) {
    this.#timer = setTimeout(() => this.#controller.abort(new Error('stalled')), milliseconds);
  }
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  restart(): void {
    this.#timer.refresh();
  }
  stop(): void {
    clearTimeout(this.#timer);
  }
}
