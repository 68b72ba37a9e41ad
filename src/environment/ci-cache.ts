import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { CancelledError, messageOf } from '../host/errors.ts';
import { ENTRY_IMAGE } from '../templates/ci-cache.ts';
import { withTransfer } from '../templates/transfer.ts';
import { notWorthKeeping } from './ci-cache-rules.ts';
import type { CacheUse, TemplateCache } from './options.ts';
import type { Services } from './services.ts';

/** Something that a cache between machines can hold. */
export interface CacheSubject {
  readonly kind: CacheUse['kind'];
  /** For people. */
  readonly name: string;
}

/** What fetching or building something took, and what came of it. */
export interface MadeSubject extends CacheSubject {
  readonly key: string;
  readonly bytes: number;
  readonly seconds: number;
}

/** Fills a directory for the cache, or says why not. */
export type Stage = (directory: string) => Promise<string | undefined>;

/** Verifies what came from the cache and moves it into the store, or says why not. */
export type Accept = (directory: string, key: string) => Promise<string | undefined>;

/**
 * A cache between machines as the engine uses it: what came from it is verified before it is believed, what was made is
 * saved in the background from the moment it is verified, and its troubles never fail anything. Without a cache it does
 * nothing.
 */
export class CiCache {
  readonly #cache: TemplateCache | undefined;
  readonly #storeDir: string;
  readonly #services: Pick<Services, 'log' | 'signal'>;
  readonly #saves: Promise<void>[] = [];

  /** @param storeDir the template store: absolute. */
  constructor(cache: TemplateCache | undefined, storeDir: string, services: Pick<Services, 'log' | 'signal'>) {
    this.#cache = cache;
    this.#storeDir = storeDir;
    this.#services = services;
  }

  /** Whether something of this kind may be in the cache. */
  keeps(kind: CacheSubject['kind']): boolean {
    return this.#cache !== undefined && (this.#cache.keeps ?? ['template', 'layer']).includes(kind);
  }

  /** Whether also that is kept which is as quickly made anew. */
  get isEager(): boolean {
    return this.#cache?.eager === true;
  }

  /** Tells that something is in the store of this host. */
  inStore(subject: CacheSubject): void {
    this.#report({ ...subject, from: 'store' });
  }

  /**
   * Restores the first of several things that the cache has.
   *
   * @param keys of what would do, the best first.
   * @returns the key of what is in the store now; undefined when nothing came, or nothing good.
   */
  async restore(subject: CacheSubject, keys: readonly string[], accept: Accept): Promise<string | undefined> {
    const cache = this.#cache;
    if (!cache || !this.keeps(subject.kind) || keys.length === 0) return undefined;
    const started = performance.now();
    const restored = await this.#attempt(`restoring ${labelOf(subject)}`, (directory) =>
      restoreInto(cache, keys, directory, accept, (key, problem) => this.#reject(subject, key, problem)),
    );
    if (restored === undefined) return undefined;
    const { key, ...size } = restored;
    this.#report({ ...subject, ...size, from: 'cache', seconds: secondsSince(started) });
    return key;
  }

  /** Tells that something was made that is not to be saved, and why. */
  notSaved({ kind, name, bytes, seconds }: Omit<MadeSubject, 'key'>, reason: string): void {
    this.#report({ kind, name, from: 'source', bytes, seconds, saving: { saved: false, reason } });
  }

  /** Begins to save something that was made, unless that is not worth while. {@link settle} waits for it. */
  save(made: MadeSubject, stage: Stage): void {
    const { key, ...subject } = made;
    const cache = this.#cache;
    if (!cache) return;
    const reason = this.#reasonAgainst(made);
    if (reason === undefined) this.#saves.push(this.#save(cache, subject, key, stage));
    else this.notSaved(subject, reason);
  }

  #reasonAgainst({ kind, bytes, seconds }: MadeSubject): string | undefined {
    if (!this.keeps(kind)) return `${kind}s are not to be cached`;
    return this.isEager ? undefined : notWorthKeeping(bytes, seconds);
  }

  /** Waits until everything is saved, or cancelled. */
  async settle(): Promise<void> {
    await Promise.all(this.#saves.splice(0));
  }

  async #save(cache: TemplateCache, made: Omit<MadeSubject, 'key'>, key: string, stage: Stage): Promise<void> {
    const saving = await this.#attempt(`saving ${labelOf(made)}`, async (directory) => {
      const reason = await stage(directory);
      return reason === undefined ? cache.save(key, directory) : { saved: false as const, reason };
    });
    const { kind, name, bytes, seconds } = made;
    const outcome = saving ?? { saved: false, reason: 'that failed' };
    this.#report({ kind, name, from: 'source', bytes, seconds, saving: outcome });
  }

  async #attempt<T>(what: string, body: (directory: string) => Promise<T>): Promise<T | undefined> {
    try {
      return await withTransfer(this.#storeDir, what, body);
    } catch (error) {
      if (error instanceof CancelledError) return undefined;
      this.#services.log.warning(`${what}: ${messageOf(error)}`);
      return undefined;
    }
  }

  #reject(subject: CacheSubject, key: string, problem: string): void {
    // Entries cannot be replaced: somebody has to remove it.
    this.#services.log.warning(`${labelOf(subject)} from the cache is not used: ${problem} (entry ${key})`);
  }

  #report(use: CacheUse): void {
    this.#cache?.report?.(use);
  }
}

async function restoreInto(
  cache: TemplateCache,
  keys: readonly string[],
  directory: string,
  accept: Accept,
  reject: (key: string, problem: string) => void,
): Promise<{ readonly key: string; readonly bytes?: number } | undefined> {
  const key = await cache.restore(keys, directory);
  // A service may match keys by their beginning.
  if (key === undefined || !keys.includes(key)) return undefined;
  const image = await lstat(join(directory, ENTRY_IMAGE)).catch(() => undefined);
  const problem = await accept(directory, key);
  if (problem === undefined) return image ? { key, bytes: image.size } : { key };
  reject(key, problem);
  return undefined;
}

function labelOf({ kind, name }: CacheSubject): string {
  return `${kind} ${name}`;
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
