import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type JobCache, type JobCacheOptions, openTemplateCache } from '../../../src/action/template-cache.ts';
import { createLogger, makeScratch } from '../../../src/index.ts';
import { type Captured, captureStdout } from './support/stdout.ts';

interface Entry {
  readonly key: string;
  readonly version: string;
  readonly archive: Buffer;
}

/** A cache service in memory, of the kind that GHES and act have. */
class CacheService {
  readonly entries: Entry[] = [];
  requests = 0;
  hang = false;
  refuse: 'nothing' | 'writing' | 'everything' = 'nothing';
  readonly #open = new Map<number, { readonly key: string; readonly version: string; archive: Buffer }>();
  #server: Server | undefined;

  async start(): Promise<string> {
    const server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://here');
      // Who asks may be killed meanwhile.
      const body = await buffer(request).catch(() => undefined);
      if (body === undefined) return undefined;
      this.requests += 1;
      if (this.hang) return undefined;
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
    const ofVersion = this.entries.filter((entry) => entry.version === version);
    const entry = keys.flatMap((key) => ofVersion.find((candidate) => candidate.key.startsWith(key)) ?? [])[0];
    if (!entry) return answer(204);
    const index = this.entries.indexOf(entry);
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
let said: string[];

beforeEach(async () => {
  service = new CacheService();
  root = mkdtempSync(join(tmpdir(), 'cache-'));
  store = join(root, 'store');
  said = [];
  vi.stubEnv('ACTIONS_CACHE_URL', await service.start());
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', 'token');
  vi.stubEnv('RUNNER_TEMP', root);
  vi.stubEnv('GITHUB_WORKSPACE', join(root, 'workspace'));
  stdout = captureStdout();
});
afterEach(() => {
  stdout[Symbol.dispose]();
  vi.unstubAllEnvs();
  service.stop();
  rmSync(root, { recursive: true });
});

const log = createLogger((event) => event.kind === 'message' && event.level !== 'debug' && said.push(event.text));

/** Opens the cache as a job does. */
async function open(more: Partial<JobCacheOptions> = {}): Promise<JobCache> {
  const { signal } = new AbortController();
  return openTemplateCache({ choice: 'true', budget: 10e9, log, signal, env: process.env, ...more });
}

/** A directory in a store, with an image in it unless that is empty. */
function entry(name: string, text: string | Buffer = ''): string {
  const directory = join(store, name);
  mkdirSync(directory, { recursive: true });
  if (text !== '') writeFileSync(join(directory, 'image'), text);
  return directory;
}

/** Processes whose current directory is below a directory. */
function processesIn(directory: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`).startsWith(directory);
    } catch {
      return false;
    }
  });
}

const KEY = 'lago-template-0123';

describe('the template cache', () => {
  it('brings an entry back into a store anywhere, and leaves the environment as it is', async () => {
    const cache = await open();
    expect(await cache.save(KEY, entry('here/a', 'an image'))).toEqual({ saved: true });
    const there = entry('quite/somewhere/else/b');
    const later = await open();
    expect(await later.restore([KEY], there)).toBe(KEY);
    expect(readFileSync(join(there, 'image'), 'utf8')).toBe('an image');
    expect(process.env.GITHUB_WORKSPACE).toBe(join(root, 'workspace'));
    const [{ archive } = { archive: Buffer.alloc(0) }] = service.entries;
    expect(cache.cachedBytes).toBe(archive.length);
    expect(later.cachedBytes).toBe(archive.length);
    expect(readdirSync(root).sort()).toEqual(['store']);
  });

  it('finds nothing where there is nothing', async () => {
    const cache = await open();
    expect(await cache.restore([KEY], entry('a'))).toBeUndefined();
    expect(cache.cachedBytes).toBe(0);
  });

  it('takes the first of several keys that there is', async () => {
    const cache = await open();
    await cache.save('lago-layer-2', entry('a', 'two steps'));
    await cache.save('lago-layer-1', entry('b', 'one step'));
    expect(await cache.restore(['lago-layer-3', 'lago-layer-2', 'lago-layer-1'], entry('c'))).toBe('lago-layer-2');
  });

  it('asks for no more keys at once than the service takes', async () => {
    const cache = await open();
    await cache.save('lago-layer-9', entry('a', 'nine steps'));
    const keys = Array.from({ length: 30 }, (_, index) => `lago-layer-${index}`);
    expect(await cache.restore(keys, entry('b'))).toBe('lago-layer-9');
    expect(await cache.restore(keys.slice(10), entry('c'))).toBeUndefined();
    expect(said.filter((text) => text.includes('could not'))).toEqual([]);
  });

  it('does not take a key for a refusal', async () => {
    const cache = await open();
    await cache.save('denied-403', entry('a', 'an image'));
    await cache.save('denied-403', entry('b', 'an image'));
    expect(await cache.save('another', entry('c', 'an image'))).toEqual({ saved: true });
  });

  it('leaves no process behind when the job is killed, and no archive once somebody looks', async () => {
    const archives = () => readdirSync(root).filter((name) => name.startsWith('lago-cache-'));
    service.hang = true;
    const source = (name: string) => JSON.stringify(new URL(`../../../src/${name}`, import.meta.url).href);
    const script = `
      import { askCache } from ${source('action/cache-process.ts')};
      import { makeScratch } from ${source('host/scratch.ts')};
      const { signal } = new AbortController();
      const directory = ${JSON.stringify(entry('a', 'an image'))};
      const scratch = await makeScratch('cache', ${JSON.stringify(root)});
      await askCache({ operation: 'save', keys: ['k'], directory, scratch, signal, onLine: () => undefined });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    await vi.waitUntil(() => service.requests > 0, { timeout: 120_000 });
    const workers = () => processesIn(root);
    expect(workers()).not.toEqual([]);
    child.kill('SIGKILL');
    await vi.waitUntil(() => workers().length === 0, { timeout: 120_000 });
    expect(archives()).toHaveLength(1);
    const own = await makeScratch('cache', root);
    service.hang = false;
    await open();
    expect(archives()).toEqual([basename(own)]);
  });

  it('finds the newest that begins with a key where that is wanted', async () => {
    const cache = await open();
    await cache.save('lago-repository-abc-1', entry('a', 'a repository'));
    const back = entry('b');
    expect(await cache.restore(['lago-repository-abc-'], back, true)).toBe('lago-repository-abc-1');
    expect(existsSync(join(back, 'image'))).toBe(true);
  });

  it('keeps what is there under a key, and says that', async () => {
    const cache = await open();
    await cache.save(KEY, entry('a', 'first'));
    const second = await cache.save(KEY, entry('b', 'second'));
    expect(second).toMatchObject({ saved: false, reason: expect.stringContaining('another job may be creating') });
    expect(service.entries).toHaveLength(1);
  });

  it('says how to replace what is there, when that was to be built anew', async () => {
    const cache = await open({ noCache: true });
    expect(await cache.save(KEY, entry('a', 'first'))).toEqual({ saved: true });
    const reason = `the entry of this key stays as it is, since none can be replaced; to have the new one saved, delete it: gh cache delete ${KEY}`;
    expect(await cache.save(KEY, entry('b', 'second'))).toEqual({ saved: false, reason });
    expect(service.entries).toHaveLength(1);
  });

  it('goes on without one that may not be written, and packs nothing a second time', async () => {
    service.refuse = 'writing';
    const cache = await open();
    const refused = { saved: false, reason: 'the cache is read-only in this job' };
    expect(await cache.save(KEY, entry('a', 'an image'))).toEqual(refused);
    const asked = service.requests;
    expect(await cache.save('another', entry('b', 'an image'))).toEqual(refused);
    expect(service.requests).toBe(asked);
  });

  it('knows from the runner that it may not be written', async () => {
    const cache = await open({ env: { ...process.env, ACTIONS_CACHE_MODE: 'read' } });
    expect(await cache.save(KEY, entry('a', 'an image'))).toMatchObject({ saved: false });
    expect(service.requests).toBe(0);
  });

  it('goes on without one that refuses everything', async () => {
    service.refuse = 'everything';
    const cache = await open();
    expect(await cache.restore([KEY], entry('a'))).toBeUndefined();
    expect(await cache.save(KEY, entry('b', 'an image'))).toMatchObject({ saved: false });
  });

  it('goes on with nothing to save', async () => {
    expect(await (await open()).save(KEY, entry('a'))).toMatchObject({ saved: false });
    expect(service.entries).toEqual([]);
  });

  it('saves nothing more when the budget is used up', async () => {
    const cache = await open({ budget: 50 });
    expect(await cache.save(KEY, entry('a', 'an image'))).toEqual({ saved: true });
    expect(await cache.save('another', entry('b', 'an image'))).toMatchObject({
      reason: expect.stringMatching(/^the cache budget of .* is used up/),
    });
    expect(service.entries).toHaveLength(1);
  });

  it('does not save what may go beyond the budget, the first one neither, but still what is small', async () => {
    const cache = await open({ budget: 2e6 });
    expect(await cache.save(KEY, entry('a', 'x'.repeat(3e6)))).toEqual({
      saved: false,
      reason: 'with 3.0 MB before compression it may go beyond the cache budget (0.0 MB of 2.0 MB used)',
    });
    expect(service.requests).toBe(0);
    expect(await cache.save('small', entry('b', 'x'.repeat(1e6)))).toEqual({ saved: true });
    const used = cache.cachedBytes;
    expect(await cache.save('next', entry('c', 'x'.repeat(2e6)))).toMatchObject({ saved: false });
    expect(cache.cachedBytes).toBe(used);
    expect(service.entries.map(({ key }) => key)).toEqual(['small']);
  });

  it('counts what is saved at the same time', async () => {
    const cache = await open({ budget: 2e6 });
    const names = ['a', 'b', 'c'];
    const saved = await Promise.all(names.map((name) => cache.save(name, entry(name, randomBytes(1.5e6)))));
    const refused = { saved: false, reason: expect.stringContaining('may go beyond the cache budget') };
    expect(saved).toEqual([{ saved: true }, refused, refused]);
    expect(service.entries.map(({ key }) => key)).toEqual(['a']);
  });

  it('does nothing any more when the job is cancelled', async () => {
    const cancelled = new AbortController();
    const cache = await open({ signal: cancelled.signal });
    cancelled.abort();
    await cache.save(KEY, entry('a', 'an image'));
    expect(await cache.restore([KEY], entry('b'))).toBeUndefined();
    expect(service.entries).toEqual([]);
  });

  it('ends what is under way when the job is cancelled', async () => {
    service.hang = true;
    const cancelled = new AbortController();
    const cache = await open({ signal: cancelled.signal });
    const saving = cache.save(KEY, entry('a', 'an image'));
    await vi.waitUntil(() => service.requests > 0, { timeout: 120_000 });
    cancelled.abort();
    expect(await saving).toEqual({ saved: false, reason: 'cancelled' });
  });

  it.each(['templates', 'layers'] as const)('is for %s alone when the user says so', async (choice) => {
    const cache = await open({ choice });
    expect(cache.keeps).toEqual([choice.slice(0, -1)]);
    expect(cache.eager).toBe(false);
    expect((await open({ choice: 'all' })).eager).toBe(true);
  });

  it('is not there on a runner without the service, and says so once', async () => {
    vi.stubEnv('ACTIONS_CACHE_URL', '');
    const cache = await open();
    expect(cache.keeps).toEqual([]);
    expect(await cache.restore([KEY], entry('a'))).toBeUndefined();
    expect(await cache.save(KEY, entry('b', 'an image'))).toMatchObject({ saved: false });
    expect(said).toEqual([expect.stringMatching(/no cache service: .* in the store of this host only/)]);
  });

  it('is silent when the user wants none', async () => {
    const cache = await open({ choice: 'false' });
    expect(await cache.restore([KEY], entry('a'))).toBeUndefined();
    expect(said).toEqual([]);
    expect(service.requests).toBe(0);
  });
});
