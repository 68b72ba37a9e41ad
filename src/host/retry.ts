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

const MAX_DELAY = 15_000;
/** Longest wait that a server can impose: whoever wants more is not asked again. */
const MAX_RETRY_AFTER = 120_000;
/** Attempts in all, of which most got further: the last resort against servers that never let a transfer end. */
const MAX_ATTEMPTS = 1000;

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
  const { retries = 5, timeoutMs, paceBytes = 15 * 1024 * 1024, paceMs = 900_000 } = options;
  const overall = timeoutMs === undefined ? new AbortController().signal : AbortSignal.timeout(timeoutMs);
  using pace = new Pace(paceBytes, paceMs);
  const limits = { url, options, overall, pace };
  let furthest = 0;
  for (let failures = 0, attempts = 1; ; failures++, attempts++) {
    const before = furthest;
    const stall = new Stall(options.stallTimeoutMs ?? 60_000);
    const ended = new AbortController();
    try {
      return await body({
        signal: AbortSignal.any([...ending(limits), stall.signal, ended.signal]),
        progress: (bytes, came) => {
          furthest = Math.max(furthest, bytes);
          stall.restart();
          pace.came(came);
        },
      });
    } catch (thrown) {
      const error = explain(thrown, limits, stall);
      if (furthest > before) failures = 0;
      const isLast = failures >= retries || attempts >= MAX_ATTEMPTS;
      if (!isWorthRetrying(error) || isLast || asksTooMuch(error)) throw final(error, url);
      await pause(error, failures, limits);
    } finally {
      stall.stop();
      // Lets go of a connection whose answer was not read to its end.
      ended.abort();
    }
  }
}

/** What all attempts have in common. */
interface Limits {
  readonly url: URL;
  readonly options: RetryOptions;
  readonly overall: AbortSignal;
  readonly pace: Pace;
}

/** What ends all attempts. */
function ending({ options: { signal }, overall, pace }: Limits): readonly AbortSignal[] {
  return [overall, pace.signal, ...(signal ? [signal] : [])];
}

/** An aborted transfer throws whatever was under way; the signal that fired tells why. */
function explain(thrown: unknown, { url, options, overall, pace }: Limits, stall: Stall) {
  if (options.signal?.aborted) return new CancelledError(`the download of ${displayUrl(url)}`, { cause: thrown });
  if (overall.aborted) return timedOut(url, options.timeoutMs, thrown);
  if (pace.signal.aborted) return tooSlow(url, pace, thrown);
  if (!stall.signal.aborted) return thrown;
  const message = `${displayUrl(url)} sent nothing for ${seconds(options.stallTimeoutMs ?? 60_000)}`;
  return new ToolError('DOWNLOAD_STALLED', message, { hint: 'Check the network and the server.', cause: thrown });
}

const SLOW_HINT = 'Check the network, or use a nearer mirror.';

function timedOut(url: URL, timeoutMs: number | undefined, cause: unknown): ToolError {
  const message = `${displayUrl(url)} was not transferred within ${seconds(timeoutMs)}`;
  return new ToolError('DOWNLOAD_TIMEOUT', message, { hint: SLOW_HINT, cause });
}

function tooSlow(url: URL, { demand }: Pace, cause: unknown): ToolError {
  const message = `${displayUrl(url)} is too slow: it sent less than ${demand}`;
  return new ToolError('DOWNLOAD_TIMEOUT', message, { hint: SLOW_HINT, cause });
}

function seconds(milliseconds = 0): string {
  return `${milliseconds / 1000} s`;
}

/** What `fetch` throws says little by itself; everything else is an error of ours already, or a fault. */
function final(error: unknown, url: URL): unknown {
  return isFetchFailure(error) ? connectionError(url, error) : error;
}

function asksTooMuch(error: unknown): boolean {
  return error instanceof HttpError && (error.retryAfter ?? 0) > MAX_RETRY_AFTER;
}

async function pause(error: unknown, failures: number, limits: Limits): Promise<void> {
  const { url, options } = limits;
  const wanted = error instanceof HttpError ? error.retryAfter : undefined;
  const backoff = Math.min((options.retryDelayMs ?? 500) * 2 ** failures, MAX_DELAY) * (0.5 + Math.random() / 2);
  const milliseconds = wanted ?? backoff;
  const reason = final(error, url);
  const text = reason instanceof Error ? reason.message : String(reason);
  options.log?.info(`${text}; trying again in ${(milliseconds / 1000).toFixed(1)} s`);
  try {
    await delay(milliseconds, undefined, { signal: AbortSignal.any([...ending(limits)]) });
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

/** Fires when too little has come for some time, over all attempts: a server that drips never stalls. */
class Pace {
  readonly #controller = new AbortController();
  readonly #bytes: number;
  readonly #milliseconds: number;
  readonly #timer: NodeJS.Timeout;
  #got = 0;

  constructor(bytes: number, milliseconds: number) {
    this.#bytes = bytes;
    this.#milliseconds = milliseconds;
    this.#timer = setTimeout(() => this.#controller.abort(new Error('too slow')), milliseconds);
  }
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  /** For people: what has to come in what time. */
  get demand(): string {
    return `${this.#bytes} bytes in ${seconds(this.#milliseconds)}`;
  }
  came(bytes: number): void {
    this.#got += bytes;
    if (this.#got < this.#bytes) return;
    this.#got = 0;
    this.#timer.refresh();
  }
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
