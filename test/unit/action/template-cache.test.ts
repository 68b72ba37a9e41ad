import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type JobCache, openTemplateCache } from '../../../src/action/template-cache.ts';
import { createLogger } from '../../../src/index.ts';
import { type Captured, captureStdout } from './support/stdout.ts';

interface Entry {
  readonly key: string;
  readonly version: string;
  readonly archive: Buffer;
}

/** A cache service in memory, of the kind that GHES and act have. */
class CacheService {
  readonly entries: Entry[] = [];
  refuse: 'nothing' | 'writing' | 'everything' = 'nothing';
  readonly #open = new Map<number, { readonly key: string; readonly version: string; archive: Buffer }>();
  #server: Server | undefined;

  async start(): Promise<string> {
    const server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://here');
      const body = await buffer(request);
      const answer = (status: number, value?: unknown) =>
        response.writeHead(status).end(value === undefined ? '' : JSON.stringify(value));
      const [, kind = '', id = ''] = /\/(cache|caches|archive)(?:\/(\d+))?$/.exec(url.pathname) ?? [];
      if (this.refuse === 'everything') return answer(403, { message: 'no' });
      if (kind === 'archive') return response.end(this.entries[Number(id)]?.archive);
      if (kind === 'cache') return this.#find(url, answer);
      if (this.refuse === 'writing') return answer(403, { message: 'cache write denied: read-only' });
      if (request.method === 'POST' && id === '') return this.#reserve(JSON.parse(body.toString()), answer);
      const entry = this.#open.get(Number(id));
      if (!entry) return answer(404);
      if (request.method === 'PATCH') entry.archive = Buffer.concat([entry.archive, body]);
      else this.entries.push(entry);
      return answer(204);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return this.#url;
  }

  stop(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  get #url(): string {
    return `http://127.0.0.1:${(this.#server?.address() as AddressInfo).port}/`;
  }

  #find(url: URL, answer: (status: number, value?: unknown) => unknown) {
    const [keys, version] = [url.searchParams.get('keys')?.split(',') ?? [], url.searchParams.get('version')];
    const index = this.entries.findIndex(
      (entry) => entry.version === version && keys.some((key) => entry.key.startsWith(key)),
    );
    const entry = this.entries[index];
    if (!entry) return answer(204);
    return answer(200, {
      cacheKey: entry.key,
      archiveLocation: `${this.#url}archive/${index}`,
      scope: 'refs/heads/main',
    });
  }

  #reserve({ key, version }: { key: string; version: string }, answer: (status: number, value?: unknown) => unknown) {
    const exists = this.entries.some((entry) => entry.key === key && entry.version === version);
    if (exists) return answer(409, { message: 'it exists' });
    const cacheId = this.#open.size + 1;
    this.#open.set(cacheId, { key, version, archive: Buffer.alloc(0) });
    return answer(201, { cacheId });
  }
}

let service: CacheService;
let root: string;
let stdout: Captured;
let store: string;

beforeEach(async () => {
  service = new CacheService();
  root = mkdtempSync(join(tmpdir(), 'cache-'));
  store = join(root, 'store');
  mkdirSync(store);
  vi.stubEnv('ACTIONS_CACHE_URL', await service.start());
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', 'token');
  vi.stubEnv('RUNNER_TEMP', root);
  stdout = captureStdout();
});
afterEach(() => {
  stdout[Symbol.dispose]();
  vi.unstubAllEnvs();
  service.stop();
  rmSync(root, { recursive: true });
});

/** Opens the cache as in a job whose workspace is somewhere. */
function open(workspace: string, signal = new AbortController().signal): JobCache {
  mkdirSync(join(root, workspace), { recursive: true });
  vi.stubEnv('GITHUB_WORKSPACE', join(root, workspace));
  const cache = openTemplateCache(createLogger(), signal);
  if (!cache) throw new Error('there is no cache');
  return cache;
}

function stage(text: string): string {
  const directory = join(store, 'transfer');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'image'), text);
  return directory;
}

const KEY = 'lago-template-0123';

describe('the template cache', () => {
  it('brings a template back to where it was, whatever the depth of the workspace', async () => {
    const directory = stage('an image');
    await open('runner-a/work').save(KEY, [directory]);
    rmSync(directory, { recursive: true });
    const cache = open('runners/b/deeper/work');
    expect(await cache.restore(KEY, [directory])).toBe(true);
    expect(readFileSync(join(directory, 'image'), 'utf8')).toBe('an image');
    expect(cache.hit).toBe(true);
    expect(process.env.GITHUB_WORKSPACE).toBe(join(root, 'runners/b/deeper/work'));
  });

  it('is no hit when there is nothing', async () => {
    const cache = open('work');
    expect(await cache.restore(KEY, [join(store, 'transfer')])).toBe(false);
    expect(cache.hit).toBe(false);
  });

  it('does not take a longer key for a template, as the service does', async () => {
    const directory = stage('another image');
    const cache = open('work');
    await cache.save(`${KEY}-and-more`, [directory]);
    expect(await cache.restore(KEY, [directory])).toBe(false);
    expect(cache.hit).toBe(false);
  });

  it('finds the newest of a prefix where that is wanted, which is no hit of a template', async () => {
    const file = join(stage('a repository'), 'image');
    const cache = open('work');
    await cache.save('lago-repository-abc-1', [file]);
    rmSync(file);
    expect(await cache.restore('lago-repository-abc-', [file], ['lago-repository-abc-'])).toBe(true);
    expect(existsSync(file)).toBe(true);
    expect(cache.hit).toBe(false);
  });

  it('keeps what is there under a key', async () => {
    const cache = open('work');
    await cache.save(KEY, [stage('first')]);
    await cache.save(KEY, [stage('second')]);
    expect(service.entries).toHaveLength(1);
  });

  it.each(['writing', 'everything'] as const)('goes on without one that refuses %s', async (refused) => {
    service.refuse = refused;
    const directory = stage('an image');
    const cache = open('work');
    await cache.save(KEY, [directory]);
    expect(await cache.restore(KEY, [directory])).toBe(false);
  });

  it('goes on without paths to save', async () => {
    await open('work').save(KEY, [join(store, 'missing')]);
    expect(service.entries).toEqual([]);
  });

  it('does nothing any more when the job is cancelled', async () => {
    const cache = open('work', AbortSignal.abort());
    await cache.save(KEY, [stage('an image')]);
    expect(await cache.restore(KEY, [join(store, 'transfer')])).toBe(false);
    expect(service.entries).toEqual([]);
  });

  it('is not there on a runner without the service', () => {
    vi.stubEnv('ACTIONS_CACHE_URL', '');
    expect(openTemplateCache(createLogger(), new AbortController().signal)).toBeUndefined();
  });
});
