import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/host/log.ts';
import { openRepository, type RepositoryOptions } from '../../../src/templates/repository.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import { file, startServer, status, type TestServer } from '../host/fixtures/http-server.ts';

const IMAGE = Buffer.alloc(8192, 'an image of some kind');
const SHA256 = createHash('sha256').update(IMAGE).digest('hex');
const SUFFIXES = ['', '.xz', '.zst', '.gz'];

let directory: string;
let options: RepositoryOptions;
let warnings: string[];
let server: TestServer;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-lost-hash-'));
  warnings = [];
  const log = createLogger((event) => {
    if (event.kind === 'message' && event.level === 'warning') warnings.push(event.text);
  });
  options = { storeDir: join(directory, 'store'), cwd: directory, log, retry: { retries: 0 } };
  server = await startServer();
  const versions = { v1: { source: 'web', handle: 'a.qcow2', timestamp: 1 } };
  const sources = { web: { type: 'http', args: { baseurl: 'images' } } };
  const content = { name: 'test', sources, templates: { a: { versions } } };
  server.on('/repo.json', file(Buffer.from(JSON.stringify(content))));
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** Answers for one extension beside the image and all its variants, as object stores do. */
function answerAll(extension: string, code: number): void {
  for (const suffix of SUFFIXES) server.on(`/images/a.qcow2${suffix}${extension}`, status(code));
}

async function resolve() {
  return (await openRepository(`${server.url}/repo.json`, options)).resolve({ template: 'a' });
}

describe('a hash that was seen', () => {
  beforeEach(async () => {
    server.on('/images/a.qcow2.hash', file(Buffer.from(SHA256)));
    server.on('/images/a.qcow2.metadata', file(Buffer.from('{"distro": "debian12"}')));
    expect(await resolve()).toMatchObject({ hash: { value: SHA256 } });
    expect(warnings).toEqual([]);
  });

  it.each([
    [403, /a\.qcow2\.hash is denied \(HTTP status 403\), or not there; using what was last seen of the template a:v1/],
    [404, /its hash is gone from the repository; using what was last seen of the template a:v1/],
  ])('counts when the server answers %d, with a warning, also the next time', async (code, warning) => {
    answerAll('.hash', code);
    for (const time of [1, 2]) {
      expect(await resolve()).toMatchObject({ hash: { value: SHA256 }, metadata: { distro: 'debian12' } });
      expect(warnings).toHaveLength(time);
      expect(warnings.at(-1)).toMatch(warning);
    }
  });

  it('that is gone is not hidden by metadata that are denied', async () => {
    answerAll('.hash', 404);
    answerAll('.metadata', 403);
    expect(await resolve()).toMatchObject({ hash: { value: SHA256 }, metadata: { distro: 'debian12' } });
    expect(warnings).toEqual([
      expect.stringMatching(/its hash is gone from the repository; .*a\.qcow2\.metadata is denied/),
    ]);
  });

  it('is exchanged for another that the server gives', async () => {
    server.on('/images/a.qcow2.hash', file(Buffer.from('0'.repeat(64))));
    expect(await resolve()).toMatchObject({ hash: { value: '0'.repeat(64) } });
    expect(warnings).toEqual([]);
  });

  it('finds out that the image was exchanged with it', async () => {
    answerAll('.hash', 403);
    server.on('/images/a.qcow2', file(Buffer.alloc(8192, 'another')));
    const store = new TemplateStore(options.storeDir);
    await expect(store.ensure(await resolve(), { log: options.log })).rejects.toMatchObject({
      code: 'TEMPLATE_HASH_MISMATCH',
    });
  });

  it('and metadata that are denied now are those that were seen; metadata that are gone are gone', async () => {
    answerAll('.metadata', 403);
    expect(await resolve()).toMatchObject({ hash: { value: SHA256 }, metadata: { distro: 'debian12' } });
    expect(warnings.at(-1)).toContain('a.qcow2.metadata is denied');
    answerAll('.metadata', 404);
    expect((await resolve()).metadata).toEqual({});
    expect(warnings).toHaveLength(1);
  });
});

describe('without a hash', () => {
  it('nothing is said of a template that is only looked up, be its hash denied or not there', async () => {
    answerAll('.hash', 403);
    answerAll('.metadata', 403);
    const resolved = await resolve();
    expect(resolved.hash).toBeUndefined();
    expect(resolved.metadata).toEqual({});
    expect(warnings).toEqual([]);
  });

  it('one from a file is taken as it is', async () => {
    await mkdir(join(directory, 'images'));
    await writeFile(join(directory, 'images', 'a.qcow2'), IMAGE);
    const sources = { here: { type: 'file', args: { root: 'images' } } };
    const versions = { v1: { source: 'here', handle: 'a.qcow2', timestamp: 1 } };
    const content = { name: 'local', sources, templates: { a: { versions } } };
    await writeFile(join(directory, 'repo.json'), JSON.stringify(content));
    const version = await (await openRepository('repo.json', options)).resolve({ template: 'a' });
    await new TemplateStore(options.storeDir).ensure(version, { log: options.log });
    expect(warnings).toEqual([]);
  });

  it('one that comes from a server says so, when it comes', async () => {
    const version = { repository: 'r', template: 'a', version: 'v1', metadata: {} };
    const origin = { kind: 'http', url: 'https://127.0.0.1:1/a.qcow2' } as const;
    const store = new TemplateStore(options.storeDir);
    const attempt = store.ensure({ ...version, origin }, { log: options.log, retry: { retries: 0 } });
    await expect(attempt).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
    expect(warnings).toEqual(['template r:a:v1 has no hash in its repository: it is taken as its server gives it']);
  });
});
