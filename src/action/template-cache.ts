import * as cache from '@actions/cache';
import { type Logger, messageOf, type TemplateCache } from '../index.ts';

/** Milliseconds for a part of 128 MB; a download that hangs is given up, and the template fetched instead. */
const SEGMENT_TIMEOUT = 5 * 60_000;

/** The cache of GitHub Actions for templates, one entry each, and what it was good for. */
export interface JobCache extends TemplateCache {
  /** Whether a template came from it. */
  readonly hit: boolean;
}

/**
 * Makes the cache of GitHub Actions available to the SDK. Its troubles are never fatal: without a cache service, with a
 * read-only one (pull requests from forks) or when it is cancelled, nothing is restored or saved.
 *
 * @returns undefined when the runner has no cache service.
 */
export function openTemplateCache(log: Logger, signal: AbortSignal): JobCache | undefined {
  if (!cache.isFeatureAvailable()) {
    log.info('This runner has no cache service; templates are not cached.');
    return undefined;
  }
  return new ActionsCache(log, signal);
}

class ActionsCache implements JobCache {
  hit = false;
  readonly #log: Logger;
  readonly #signal: AbortSignal;
  #last: Promise<unknown> = Promise.resolve();

  constructor(log: Logger, signal: AbortSignal) {
    this.#log = log;
    this.#signal = signal;
  }

  async restore(key: string, paths: readonly string[], prefixes: readonly string[] = []): Promise<boolean> {
    const options = { segmentTimeoutInMs: SEGMENT_TIMEOUT };
    const found = await this.#run(`restore ${key}`, () => cache.restoreCache([...paths], key, [...prefixes], options));
    this.#log.info(found === undefined ? `cache: nothing under ${key}` : `cache: restored ${found}`);
    // The service matches prefixes; a template is only good under its exact key.
    if (prefixes.length > 0) return found !== undefined;
    if (found !== key) return false;
    this.hit = true;
    return true;
  }

  async save(key: string, paths: readonly string[]): Promise<void> {
    const id = await this.#run(`save ${key}`, () => cache.saveCache([...paths], key));
    if (id !== undefined && id !== -1) this.#log.info(`cache: saved ${key}`);
  }

  /** One operation at a time, each in an environment of its own, see {@link fromRoot}. */
  async #run<T>(what: string, operation: () => Promise<T>): Promise<T | undefined> {
    const turn = this.#last.then(async () => {
      if (this.#signal.aborted) return undefined;
      try {
        return await Promise.race([fromRoot(operation), aborted(this.#signal)]);
      } catch (error) {
        this.#log.warning(`the cache could not ${what}: ${messageOf(error)}`);
        return undefined;
      }
    });
    this.#last = turn;
    return turn;
  }
}

/**
 * The toolkit stores paths relative to GITHUB_WORKSPACE, whose depth differs between runners: a store outside the workspace
 * would come back elsewhere. Seen from `/` every path is the same everywhere.
 */
async function fromRoot<T>(operation: () => Promise<T>): Promise<T> {
  const { GITHUB_WORKSPACE } = process.env;
  process.env.GITHUB_WORKSPACE = '/';
  try {
    return await operation();
  } finally {
    if (GITHUB_WORKSPACE === undefined) delete process.env.GITHUB_WORKSPACE;
    else process.env.GITHUB_WORKSPACE = GITHUB_WORKSPACE;
  }
}

/** Resolves to nothing when the signal fires. */
function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
}
