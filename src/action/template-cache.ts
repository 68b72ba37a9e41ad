import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CacheSaving, type CacheUse, type Logger, messageOf, type TemplateCache } from '../index.ts';
import { askCache, type CacheAnswer, type CacheRequest } from './cache-process.ts';
import { megabytes } from './cache-report.ts';
import { removeAbandonedArchives, withScratch } from './cache-scratch.ts';
import type { CACHE_CHOICES } from './inputs.ts';

/** The cache of GitHub Actions for templates and layers, one entry each, and what it was good for. */
export interface JobCache extends TemplateCache {
  /** Everything that the environment needed, and where it came from. */
  readonly uses: readonly CacheUse[];
  /** Bytes that entries which were restored and saved have in the cache, compressed. */
  readonly cachedBytes: number;
}

/** How the cache is used. */
export interface JobCacheOptions {
  readonly choice: (typeof CACHE_CHOICES)[number];
  /** Most bytes that the entries of this job may have together. */
  readonly budget: number;
  /** Whether what is saved was made to replace what the cache has, which it does not do. False by default. */
  readonly noCache?: boolean;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Environment of the runner. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The service takes no more in one question. */
const MOST_KEYS = 10;

const KEPT = {
  false: [],
  true: ['template', 'layer'],
  all: ['template', 'layer'],
  templates: ['template'],
  layers: ['layer'],
} as const;

/**
 * Makes the cache of GitHub Actions available to the SDK. Its troubles are never fatal: without a cache service, with a
 * read-only one (pull requests from forks) or when it is cancelled, nothing is restored or saved.
 */
export async function openTemplateCache(options: JobCacheOptions): Promise<JobCache> {
  const { choice, log } = options;
  await removeAbandonedArchives().catch((error: unknown) => log.debug(messageOf(error)));
  if (choice !== 'false' && (await isServiceThere(options))) return new ActionsCache(options, KEPT[choice]);
  if (choice !== 'false') {
    log.info('This runner has no cache service: templates and layers are kept in the store of this host only.');
  }
  return new ActionsCache(options, []);
}

async function isServiceThere({ log, signal }: JobCacheOptions): Promise<boolean> {
  const probe = { operation: 'probe', keys: [], signal, onLine: (line: string) => log.debug(line) } as const;
  return (await withScratch((scratch) => askCache({ ...probe, scratch }))).there === true;
}

class ActionsCache implements JobCache {
  readonly keeps: NonNullable<TemplateCache['keeps']>;
  readonly eager: boolean;
  readonly uses: CacheUse[] = [];
  cachedBytes = 0;
  readonly #options: JobCacheOptions;
  /** Why nothing more is saved in this job. */
  #closed: string | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: JobCacheOptions, keeps: NonNullable<TemplateCache['keeps']>) {
    this.#options = options;
    this.keeps = keeps;
    this.eager = options.choice === 'all';
    const mode = (options.env.ACTIONS_CACHE_MODE ?? '').trim().toLowerCase();
    if (mode === 'read' || mode === 'none') this.#closed = `the cache is not to be written in this job (${mode})`;
  }

  async restore(keys: readonly string[], directory: string, newest = false): Promise<string | undefined> {
    const [first] = keys;
    if (this.keeps.length === 0 || first === undefined) return undefined;
    const asked = newest ? [first, first] : keys.slice(0, MOST_KEYS);
    return this.#inTurn(() => this.#restoreNow(first, asked, directory));
  }

  async save(key: string, directory: string): Promise<CacheSaving> {
    return this.#inTurn(() => this.#saveNow(key, directory));
  }

  async #restoreNow(first: string, keys: readonly string[], directory: string): Promise<string | undefined> {
    const { restored, error, bytes } = await this.#ask({ operation: 'restore', keys, directory });
    if (error !== undefined) this.#options.log.warning(`the cache could not restore ${first}: ${error}`);
    else
      this.#options.log.info(restored === undefined ? `cache: nothing under ${first}` : `cache: restored ${restored}`);
    if (restored !== undefined) this.cachedBytes += bytes;
    return restored;
  }

  async #saveNow(key: string, directory: string): Promise<CacheSaving> {
    const before = this.#refusal(await bytesIn(directory));
    if (before !== undefined) return { saved: false, reason: before };
    const { saved, error, bytes, reason } = await this.#ask({ operation: 'save', keys: [key], directory });
    if (saved === true) {
      this.cachedBytes += bytes;
      this.#options.log.info(`cache: saved ${key} (${bytes} bytes)`);
      return { saved };
    }
    const why = error ?? this.#explained(key, reason) ?? 'the cache refused it';
    // Every attempt packs the image first: one that is not allowed to write need not try again.
    if (/denied|read-only|\b403\b/i.test(why.replaceAll(key, ''))) this.#closed = 'the cache is read-only in this job';
    this.#options.log.info(`cache: ${key} was not saved: ${why}`);
    return { saved: false, reason: this.#closed ?? why };
  }

  report(use: CacheUse): void {
    this.uses.push(use);
  }

  /** The toolkit cannot tell an entry that is there from one that is being made. */
  #explained(key: string, reason: string | undefined): string | undefined {
    if (this.#options.noCache !== true || !/^Unable to reserve cache/.test(reason ?? '')) return reason;
    return `the entry of this key stays as it is, since none can be replaced; to have the new one saved, delete it: gh cache delete ${key}`;
  }

  /** @param bytes of what is to be packed: how small it gets is known only when that is done. */
  #refusal(bytes: number): string | undefined {
    if (this.keeps.length === 0) return 'there is no cache';
    if (this.#closed !== undefined) return this.#closed;
    const { budget } = this.#options;
    if (this.cachedBytes >= budget) return `the cache budget of ${budget / 1e9} GB is used up`;
    if (this.cachedBytes + bytes <= budget) return undefined;
    const used = `${megabytes(this.cachedBytes)} of ${megabytes(budget)} used`;
    return `with ${megabytes(bytes)} before compression it may go beyond the cache budget (${used})`;
  }

  #ask(request: Pick<CacheRequest, 'operation' | 'keys' | 'directory'>) {
    return askAndListen({ ...request, signal: this.#options.signal }, this.#options.log);
  }

  /** One operation at a time, so that each knows how much those before it have taken of the budget. */
  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(operation);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Bytes of the files in a directory. */
async function bytesIn(directory: string): Promise<number> {
  const names = await readdir(directory);
  const files = await Promise.all(names.map((name) => stat(join(directory, name))));
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Adds what only the toolkit's messages tell: how large the entry is, and why it was not saved. */
async function askAndListen(
  request: Omit<CacheRequest, 'onLine' | 'scratch'>,
  log: Logger,
): Promise<CacheAnswer & { readonly bytes: number; readonly reason?: string }> {
  let bytes = 0;
  let reason: string | undefined;
  const onLine = (line: string) => {
    const text = line.replace(/^::(?:debug|warning|error|notice)[^:]*::/, '');
    bytes = Number(/^Cache Size: .*\((\d+) B\)|^File Size: (\d+)/.exec(text)?.slice(1).find(Boolean) ?? bytes);
    reason = /^(?:Failed to save|Cache reservation failed): (.*)/.exec(text)?.[1] ?? reason;
    log.debug(`cache: ${text}`);
  };
  const answer = await withScratch((scratch) => askCache({ ...request, scratch, onLine }));
  return { ...answer, bytes, ...(reason === undefined ? {} : { reason }) };
}
