import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip, zstdCompress } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../../src/host/exec.ts';
import { createLogger } from '../../../src/host/log.ts';
import { type EnsureOptions, TemplateStore } from '../../../src/templates/store.ts';
import type { TemplateVersion } from '../../../src/templates/types.ts';
import { cutFile, file, startServer, type TestServer } from '../../unit/host/fixtures/http-server.ts';
import { hashOf, hasPattern, makeImage } from './images.ts';

let directory: string;
let image: string;
let store: TemplateStore;
let server: TestServer;
let said: string[];
let options: EnsureOptions;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-store-'));
  image = join(directory, 'source.qcow2');
  await makeImage(image);
  store = new TemplateStore(join(directory, 'store'));
  server = await startServer();
  said = [];
  const log = createLogger((event) => event.kind === 'message' && event.level !== 'debug' && said.push(event.text));
  options = { log, retry: { retries: 1, retryDelayMs: 1, stallTimeoutMs: 60_000 } };
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** A template version at the test server's `/image`, or at a path. */
async function version(more: Partial<TemplateVersion> = {}): Promise<TemplateVersion> {
  return {
    repository: 'test',
    template: 'debian12',
    version: 'v1',
    origin: { kind: 'http', url: `${server.url}/image` },
    hash: await hashOf(image),
    metadata: { distro: 'debian12' },
    ...more,
  };
}

const ENTRY = ['', '.hash', '.metadata', '.record', '.verified'].map((suffix) => `test:debian12:v1${suffix}`);

/** Nothing is in the store, not even a lock or a temporary file. */
async function expectEmptyStore(): Promise<void> {
  expect(await readdir(store.directory)).toEqual([]);
}

async function expectEntry(): Promise<void> {
  expect((await readdir(store.directory)).sort()).toEqual(ENTRY);
  expect(await hasPattern(store.path(await version()))).toBe(true);
}

describe('ensure', () => {
  test('copies a local template and puts its hash and metadata beside it, as Lago does', async () => {
    const wanted = await version({ origin: { kind: 'file', path: image } });
    expect(await store.has(wanted)).toBe(false);
    const path = await store.ensure(wanted, options);
    expect(path).toBe(join(store.directory, 'test:debian12:v1'));
    expect(await store.has(wanted)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o644);
    expect((await readFile(`${path}.hash`, 'utf8')).trim()).toBe(wanted.hash?.value);
    expect(await readFile(`${path}.metadata`, 'utf8')).toBe('{\n    "distro": "debian12"\n}\n');
    expect(said).toEqual(['fetching template test:debian12:v1']);
    await expectEntry();
  });

  test('does nothing for one that is there', async () => {
    server.on('/image', file(await readFile(image)));
    await store.ensure(await version(), options);
    const requests = server.requests.length;
    await store.ensure(await version(), options);
    expect(server.requests).toHaveLength(requests);
  });

  test('tells the progress of a download', async () => {
    server.on('/image', file(await readFile(image)));
    const { size } = await stat(image);
    const seen: [number, number | undefined][] = [];
    await store.ensure(await version(), { ...options, onProgress: (...progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual([size, size]);
  });

  test.each([
    ['.gz', promisify(gzip)],
    ['.zst', promisify(zstdCompress)],
    ['.xz', async (content: Buffer) => xz(content)],
  ])('unpacks %s; the hash may be that of the image', async (suffix, compress) => {
    server.on(`/image${suffix}`, file(await compress(await readFile(image))));
    await store.ensure(await version(), options);
    await expectEntry();
  });

  test('the hash may also be that of the compressed file', async () => {
    const compressed = await xz(await readFile(image));
    await writeFile(join(directory, 'image.xz'), compressed);
    server.on('/image.xz', file(compressed));
    await store.ensure(await version({ hash: await hashOf(join(directory, 'image.xz')) }), options);
    await expectEntry();
  });

  test('finds a compressed file in a directory, also when the handle names it', async () => {
    await writeFile(join(directory, 'a.qcow2.xz'), await xz(await readFile(image)));
    for (const name of ['a.qcow2', 'a.qcow2.xz']) {
      const wanted = await version({ origin: { kind: 'file', path: join(directory, name) } });
      await store.ensure(wanted, options);
      await expectEntry();
      await store.remove(wanted);
      await expectEmptyStore();
    }
  });

  test('takes a file as it is when a server has unpacked it on the way', async () => {
    server.on('/image.xz', file(await readFile(image)));
    await store.ensure(await version(), options);
    await expectEntry();
  });

  test('keeps raw images as qcow2', async () => {
    const raw = join(directory, 'raw');
    await run('qemu-img', ['convert', '-O', 'raw', image, raw]);
    const wanted = await version({ origin: { kind: 'file', path: raw }, hash: await hashOf(raw, 'sha512') });
    await store.ensure(wanted, options);
    expect(await store.describe(wanted)).toMatchObject({ backingFormat: 'qcow2' });
    await expectEntry();
  });

  test('warns about SHA-1, and still checks it', async () => {
    server.on('/image', file(await readFile(image)));
    await store.ensure(await version({ hash: await hashOf(image, 'sha1') }), options);
    expect(said.some((text) => text.includes('SHA-1 only'))).toBe(true);
    const other = await version({ version: 'v2', hash: { algorithm: 'sha1', value: 'a'.repeat(40) } });
    await expect(store.ensure(other, options)).rejects.toMatchObject({ code: 'TEMPLATE_HASH_MISMATCH' });
  });
});

describe('what must not become a template', () => {
  test.each([
    'http',
    'file',
  ] as const)('wrong content from %s: both hashes are named, nothing is left', async (kind) => {
    server.on('/image', file(await readFile(image)));
    const hash = { algorithm: 'sha256', value: 'ab'.repeat(32) } as const;
    const wanted = await version(kind === 'http' ? { hash } : { hash, origin: { kind, path: image } });
    const found = (await hashOf(image)).value;
    const attempt = store.ensure(wanted, options);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_HASH_MISMATCH', exitCode: 1 });
    await expect(attempt).rejects.toThrow(hash.value);
    await expect(attempt).rejects.toThrow(found);
    await expectEmptyStore();
  });

  test('wrong content in a compressed file', async () => {
    server.on('/image.xz', file(await xz(await readFile(image))));
    const attempt = store.ensure(await version({ hash: { algorithm: 'sha256', value: 'ab'.repeat(32) } }), options);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_HASH_MISMATCH' });
    await expectEmptyStore();
  });

  test('an image that is cut short, although its hash is right', async () => {
    await truncate(image, 600_000);
    server.on('/image', file(await readFile(image)));
    const attempt = store.ensure(await version(), options);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_BROKEN' });
    await expect(attempt).rejects.toThrow('test:debian12:v1 cannot be used: it is damaged or cut short');
    await expectEmptyStore();
  });

  test('an archive that is cut short', async () => {
    const compressed = await xz(await readFile(image));
    server.on('/image.xz', file(compressed.subarray(0, compressed.length - 20)));
    await expect(store.ensure(await version(), options)).rejects.toMatchObject({ code: 'DECOMPRESSION_FAILED' });
    const gzipped = await promisify(gzip)(await readFile(image));
    server.on('/image.xz');
    server.on('/image.gz', file(gzipped.subarray(0, gzipped.length - 20)));
    await expect(store.ensure(await version(), options)).rejects.toMatchObject({ code: 'DECOMPRESSION_FAILED' });
    await expectEmptyStore();
  });

  test('an image with a backing file, which would show a file of this host to its guests', async () => {
    await run('qemu-img', ['rebase', '-u', '-f', 'qcow2', '-b', '/etc/shadow', '-F', 'raw', image]);
    server.on('/image', file(await readFile(image)));
    const attempt = store.ensure(await version(), options);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_UNSAFE' });
    await expect(attempt).rejects.toThrow('/etc/shadow');
    await expectEmptyStore();
  });

  test('an image with its data in another file', async () => {
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-o', `data_file=${join(directory, 'data')}`, image, '1M']);
    server.on('/image', file(await readFile(image)));
    await expect(store.ensure(await version(), options)).rejects.toMatchObject({ code: 'TEMPLATE_UNSAFE' });
    await expectEmptyStore();
  });

  test.each([
    ['a web page', '<!DOCTYPE html><html></html>', /it is a web page/],
    ['nothing', '', /neither qcow2 nor raw \(0 bytes\)/],
    ['a VMware disk', `KDMV${'x'.repeat(508)}`, /it is a VMware disk/],
  ])('%s', async (_, content, message) => {
    await writeFile(image, content);
    server.on('/image', file(Buffer.from(content)));
    const attempt = store.ensure(await version(), options);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_BROKEN' });
    await expect(attempt).rejects.toThrow(message);
    await expectEmptyStore();
  });

  test('what is not there names all places that were tried', async () => {
    const attempt = store.ensure(await version(), options);
    await expect(attempt).rejects.toMatchObject({ code: 'TEMPLATE_MISSING' });
    await expect(attempt).rejects.toThrow(`${server.url}/image, .xz, .zst, .gz`);
    await expectEmptyStore();
  });

  test('plain HTTP without a hash', async () => {
    server.on('/image', file(await readFile(image)));
    const { hash: _, ...unverified } = await version();
    await expect(store.ensure(unverified, options)).rejects.toMatchObject({ code: 'TEMPLATE_UNVERIFIABLE' });
    await expectEmptyStore();
  });
});

describe('interruptions', () => {
  test('a connection cut half way is continued', async () => {
    const content = await readFile(image);
    const scissors = { cut: () => undefined };
    server.on('/image', cutFile(content, 500_000, '"v1"', scissors), file(content));
    await store.ensure(await version(), { ...options, onProgress: () => scissors.cut() });
    expect(server.requests.filter(({ range }) => range !== undefined)).toHaveLength(1);
    await expectEntry();
  });

  test('a process that is killed while downloading leaves a part, which the next continues', async () => {
    const content = await readFile(image);
    server.on('/image', cutFile(content, 500_000, '"v1"', { cut: () => undefined }), file(content));
    const child = start(await version());
    expect(await child.lines.next()).toMatchObject({ value: 'fetching template test:debian12:v1' });
    expect(await child.lines.next()).toMatchObject({ value: 'started' });
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');
    expect(await store.has(await version())).toBe(false);
    expect(await readdir(store.directory)).toContain('test:debian12:v1.part');
    await store.ensure(await version(), options);
    expect(server.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/);
    await expectEntry();
  });

  test('what a killed process left behind at any other point is cleared away', async () => {
    server.on('/image', file(await readFile(image)));
    await mkdir(store.directory);
    for (const name of ['tmp', 'tmp.qcow2', 'part', 'part.state', 'metadata', 'record', 'verified', 'lock']) {
      await writeFile(join(store.directory, `test:debian12:v1.${name}`), 'left');
    }
    await store.ensure(await version(), options);
    await expectEntry();
  });

  test('cancelling keeps the part only', async () => {
    const content = await readFile(image);
    server.on('/image', cutFile(content, 500_000, '"v1"', { cut: () => undefined }));
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const attempt = store.ensure(await version(), { ...options, signal: controller.signal, onProgress });
    await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await readdir(store.directory)).sort()).toEqual(['test:debian12:v1.part', 'test:debian12:v1.part.state']);
  });

  test('two processes want one template: one fetches, the other says what it waits for', async () => {
    const content = await readFile(image);
    let finish = () => {};
    server.on('/image', (_, response) => {
      response.writeHead(200, { 'content-length': content.length }).write(content.subarray(0, 1000));
      finish = () => void response.end(content.subarray(1000));
    });
    const first = start(await version());
    await first.lines.next();
    await first.lines.next();
    const second = start(await version());
    const { value } = await second.lines.next();
    expect(value).toMatch(/^waiting for template test:debian12:v1, held by process \d+/);
    expect(value).toContain(`process ${first.process.pid} `);
    finish();
    expect(await first.lines.next()).toMatchObject({ value: 'done' });
    expect(await second.lines.next()).toMatchObject({ value: 'done' });
    expect(server.requests.filter(({ path }) => path === '/image')).toHaveLength(1);
    await expectEntry();
  });
});

describe('what was verified stays so', () => {
  async function fetched(): Promise<TemplateVersion> {
    server.on('/image', file(await readFile(image)));
    const wanted = await version();
    await store.ensure(wanted, options);
    said.length = 0;
    return wanted;
  }

  test('an image that was altered is fetched anew', async () => {
    const wanted = await fetched();
    await makeImage(store.path(wanted), 9);
    expect(await store.has(wanted)).toBe(false);
    await store.ensure(wanted, options);
    expect(said[0]).toMatch(/in the store is not usable \(its SHA-256 is .*\); it is fetched anew/);
    await expectEntry();
  });

  test('an image that was only touched is verified again, not fetched', async () => {
    const wanted = await fetched();
    const requests = server.requests.length;
    await utimes(store.path(wanted), 1, 1);
    expect(await store.has(wanted)).toBe(false);
    await store.ensure(wanted, options);
    expect(await store.has(wanted)).toBe(true);
    expect(server.requests).toHaveLength(requests);
  });

  test('another hash in the repository is warned about; overlays keep their backing file', async () => {
    const wanted = await fetched();
    const before = (await stat(store.path(wanted))).ino;
    await store.ensure({ ...wanted, hash: { algorithm: 'sha256', value: 'ab'.repeat(32) } }, options);
    expect(said[0]).toContain('the repository now has other content');
    expect((await stat(store.path(wanted))).ino).toBe(before);
  });

  test('an image that Lago put there is used: raw, with a hash that it noted', async () => {
    await mkdir(store.directory);
    const wanted = await version();
    await run('qemu-img', ['convert', '-O', 'raw', image, store.path(wanted)]);
    await writeFile(`${store.path(wanted)}.hash`, wanted.hash?.value ?? '');
    expect(await store.describe(wanted)).toMatchObject({ backingFormat: 'raw' });
    await store.ensure(wanted, options);
    expect(said[0]).toContain('was converted by Lago and cannot be verified');
    expect(await store.describe(wanted)).toMatchObject({ backingFormat: 'raw' });
    expect(await store.has(wanted)).toBe(true);
  });

  test('an image of unknown origin is replaced', async () => {
    await mkdir(store.directory);
    const wanted = await version();
    await makeImage(store.path(wanted), 9);
    server.on('/image', file(await readFile(image)));
    await store.ensure(wanted, options);
    expect(said[0]).toContain('not usable');
    await expectEntry();
  });
});

test('a full disk is a clear error wherever it strikes, and nothing is left', async () => {
  const content = await readFile(image);
  await writeFile(join(directory, 'a.qcow2.xz'), await xz(content));
  server.on('/image', file(content));
  server.on('/endless', (_, response) => void response.writeHead(200).end(content));
  const places: TemplateVersion['origin'][] = [
    { kind: 'file', path: image },
    { kind: 'file', path: join(directory, 'a.qcow2') },
    { kind: 'http', url: `${server.url}/image` },
    { kind: 'http', url: `${server.url}/endless` },
  ];
  const wanted = await Promise.all(places.map(async (origin) => JSON.stringify(await version({ origin }))));
  await mkdir(join(directory, 'tiny'));
  const script = join(import.meta.dirname, 'fixtures', 'full-disk.ts');
  const command = ['--mount', process.execPath, script, join(directory, 'tiny'), ...wanted];
  const { stdout } = await run('unshare', command);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(0, -1).map((line) => line.split(' ')[0])).toEqual([
    'DISK_FULL',
    'DISK_FULL',
    'DISK_FULL',
    'DISK_FULL',
    'DISK_FULL',
    'DISK_FULL',
  ]);
  expect(lines.at(-1)).toBe('left: store');
});

describe('a store of another user', () => {
  test('can be used as far as it goes, and says so where it ends', async () => {
    const wanted = await version({ origin: { kind: 'file', path: image } });
    const missing = { ...wanted, version: 'v2' };
    await store.ensure(wanted, options);
    await chmod(directory, 0o755);
    await chmod(store.directory, 0o755);
    const stranger = { ...process.env, DROP_PRIVILEGES: '1' };
    expect(await start(wanted, stranger).lines.next()).toMatchObject({ value: 'done' });
    await utimes(store.path(wanted), 1, 1);
    expect(await start(wanted, stranger).lines.next()).toMatchObject({ value: 'done' });
    const { value } = await start(missing, stranger).lines.next();
    expect(value).toMatch(/HostError: template test:debian12:v2: the store .* is read-only, and it is not there/);
    expect((await readdir(store.directory)).sort()).toEqual(ENTRY);
  });

  test('that we may write too is used whatever a killed run has left in it', async () => {
    server.on('/image', file(await readFile(image)));
    const wanted = await version({ origin: { kind: 'http', url: `${server.url}/image` } });
    await chmod(directory, 0o755);
    await mkdir(store.directory);
    await chmod(store.directory, 0o777);
    const kinds = ['hash', 'metadata', 'record', 'verified', 'part', 'part.state', 'tmp', 'tmp.qcow2', 'lock'];
    for (const kind of kinds) await writeFile(`${store.path(wanted)}.${kind}`, 'left', { mode: 0o444 });
    const { lines } = start(wanted, { ...process.env, DROP_PRIVILEGES: '1' });
    expect(await lines.next()).toMatchObject({ value: 'fetching template test:debian12:v1' });
    expect(await lines.next()).toMatchObject({ value: 'started' });
    expect(await lines.next()).toMatchObject({ value: 'done' });
    expect((await readdir(store.directory)).sort()).toEqual(ENTRY);
  });
});

interface Started {
  readonly process: ChildProcessByStdio<null, Readable, null>;
  readonly lines: AsyncIterator<string>;
}

/** Starts another process that brings a template into the store. */
function start(wanted: TemplateVersion, env: NodeJS.ProcessEnv = process.env): Started {
  const script = join(import.meta.dirname, 'fixtures', 'ensure.ts');
  const child = spawn(process.execPath, [script, store.directory, JSON.stringify(wanted)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  return { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function xz(content: Buffer): Promise<Buffer> {
  const path = join(directory, 'to-compress');
  await writeFile(path, content);
  await run('xz', ['-0', '-k', '-f', path]);
  const compressed = await readFile(`${path}.xz`);
  await rm(path);
  await rename(`${path}.xz`, join(directory, 'compressed'));
  return compressed;
}
