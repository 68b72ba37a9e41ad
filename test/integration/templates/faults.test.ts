import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip, zstdCompress } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../../src/host/exec.ts';
import { createLogger } from '../../../src/host/log.ts';
import { type EnsureOptions, TemplateStore } from '../../../src/templates/store.ts';
import type { TemplateHash, TemplateVersion } from '../../../src/templates/types.ts';
import {
  cutFile,
  file,
  type Handler,
  startServer,
  status,
  type TestServer,
} from '../../unit/host/fixtures/http-server.ts';
import { TEST_CERTIFICATE } from '../../unit/host/fixtures/tls.ts';
import { hashOf, hasPattern, makeImage } from './images.ts';

const ENTRY = ['', '.hash', '.metadata', '.record', '.verified'].map((suffix) => `test:debian12:v1${suffix}`);
const ENSURE = join(import.meta.dirname, 'fixtures', 'ensure.ts');

let directory: string;
let image: string;
let content: Buffer;
let hash: TemplateHash;
let store: TemplateStore;
let server: TestServer;
let said: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-faults-'));
  image = join(directory, 'source.qcow2');
  await makeImage(image);
  content = await readFile(image);
  hash = await hashOf(image);
  store = new TemplateStore(join(directory, 'store'));
  server = await startServer();
  said = [];
});
afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

function version(more: Partial<TemplateVersion> = {}): TemplateVersion {
  const origin = { kind: 'http', url: `${server.url}/image` } as const;
  return { repository: 'test', template: 'debian12', version: 'v1', origin, hash, metadata: {}, ...more };
}

function options(retry: EnsureOptions['retry'] = {}): EnsureOptions {
  const log = createLogger((event) => event.kind === 'message' && event.level !== 'debug' && said.push(event.text));
  return { log, retry: { retries: 1, retryDelayMs: 1, ...retry } };
}

/** What is in the store. */
const listing = async () => (await readdir(store.directory)).sort();

/** The next run brings the template, and leaves nothing else. */
async function expectMended(): Promise<void> {
  server.on('/image', file(content));
  for (const suffix of ['.xz', '.zst', '.gz']) server.on(`/image${suffix}`, status(404));
  await store.ensure(version(), options());
  expect(await listing()).toEqual(ENTRY);
  expect(await hasPattern(store.path(version()))).toBe(true);
}

/** A server that sends some bytes and then nothing more. */
const stalled = (bytes: number): Handler => {
  return (_, response) => {
    response.writeHead(200, { etag: '"v1"', 'content-length': content.length });
    response.write(content.subarray(0, bytes));
  };
};

/** A server that sends some bytes, and then one at a time, so that it never stalls. */
const dripping: Handler = (_, response) => {
  response.writeHead(200, { etag: '"v1"', 'content-length': content.length });
  response.write(content.subarray(0, 1000));
  let sent = 1000;
  const timer = setInterval(() => response.write(content.subarray(sent, ++sent)), 10);
  response.on('close', () => clearInterval(timer));
};

const endless: Handler = (_, response) => {
  response.writeHead(200);
  const block = Buffer.alloc(65_536, 1);
  const more = () => {
    while (!response.destroyed && response.write(block));
  };
  response.on('drain', more);
  more();
};

describe('a server that fails', () => {
  const cases: [string, () => Handler[], EnsureOptions['retry'], string, 'part' | 'nothing'][] = [
    ['closes in the middle', () => [cutFile(content, 1000), status(404)], {}, 'TEMPLATE_MISSING', 'nothing'],
    ['closes in the middle, each time', () => [cutFile(content, 1000)], { retries: 0 }, 'CONNECTION_FAILED', 'part'],
    ['cannot resume', () => [cutFile(content, 1000, 'none')], { retries: 0 }, 'CONNECTION_FAILED', 'nothing'],
    ['has other content', () => [file(Buffer.alloc(5000, 1))], {}, 'TEMPLATE_HASH_MISMATCH', 'nothing'],
    ['has less content', () => [file(content.subarray(0, 5000))], {}, 'TEMPLATE_HASH_MISMATCH', 'nothing'],
    ['is down', () => [status(500)], {}, 'HTTP_STATUS', 'nothing'],
    ['is too busy for us', () => [status(429, { 'retry-after': '0' })], {}, 'HTTP_STATUS', 'nothing'],
    // Time enough on a busy machine for the bytes that come: without them there is no part.
    ['is far too slow', () => [stalled(1000)], { stallTimeoutMs: 5000, retries: 0 }, 'DOWNLOAD_STALLED', 'part'],
    ['drips', () => [dripping], { paceBytes: 1e9, paceMs: 5000 }, 'DOWNLOAD_TIMEOUT', 'part'],
    ['takes longer than we have', () => [stalled(1000)], { timeoutMs: 5000 }, 'DOWNLOAD_TIMEOUT', 'part'],
    ['never comes to an end', () => [endless], { timeoutMs: 300, retries: 0 }, 'DOWNLOAD_TIMEOUT', 'nothing'],
    ['redirects in a circle', () => [status(302, { location: '/image' })], {}, 'REDIRECT_REFUSED', 'nothing'],
    ['redirects to a file', () => [status(302, { location: 'file:///etc/passwd' })], {}, 'REDIRECT_REFUSED', 'nothing'],
  ];
  test.each(cases)('%s', async (_, handlers, retry, code, leaves) => {
    server.on('/image', ...handlers());
    await expect(store.ensure(version(), options(retry))).rejects.toMatchObject({ code });
    const part = ['test:debian12:v1.part', 'test:debian12:v1.part.state'];
    expect(await listing()).toEqual(leaves === 'part' ? part : []);
    await expectMended();
  });

  test('announces another length than it sends', async () => {
    server.on('/image', (_, response) => {
      response.writeHead(200, { 'content-length': content.length + 1 }).write(content);
      response.destroy();
    });
    await expect(store.ensure(version(), options())).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
    expect(await listing()).toEqual([]);
    await expectMended();
  });

  test.each([
    ['500, then it works', [status(500)]],
    ['429 with a date, then it works', [status(429, { 'retry-after': new Date(0).toUTCString() })]],
    ['503 with seconds, then it works', [status(503, { 'retry-after': '0' })]],
  ])('%s', async (_, handlers) => {
    server.on('/image', ...handlers, file(content));
    await store.ensure(version(), options());
    expect(said.filter((text) => text.includes('trying again in'))).toHaveLength(1);
    expect(await listing()).toEqual(ENTRY);
  });

  test('has no variant but one', async () => {
    server.on('/image.gz', file(await promisify(gzip)(content)));
    await store.ensure(version(), options());
    expect(server.requests.map(({ path }) => path)).toEqual(['/image.xz', '/image.zst', '/image.gz']);
    expect(await listing()).toEqual(ENTRY);
  });

  test('has a certificate that nobody knows', async () => {
    await using secure = await startServer(TEST_CERTIFICATE);
    const origin = { kind: 'http', url: `${secure.url}/image` } as const;
    const attempt = store.ensure(version({ origin }), options());
    await expect(attempt).rejects.toMatchObject({ code: 'CONNECTION_FAILED', hint: expect.stringContaining('CA') });
    expect(await listing()).toEqual([]);
    await expectMended();
  });

  test('leads away from HTTPS', async () => {
    await using secure = await startServer(TEST_CERTIFICATE);
    for (const suffix of ['.xz', '.zst', '.gz']) secure.on(`/image${suffix}`, status(404));
    secure.on('/image', status(302, { location: `${server.url}/image` }));
    server.on('/image', file(content));
    const ca = join(directory, 'ca.pem');
    await writeFile(ca, TEST_CERTIFICATE.cert);
    const origin = { kind: 'http', url: `${secure.url}/image` } as const;
    const { lines } = await ended(version({ origin }), { NODE_EXTRA_CA_CERTS: ca });
    expect(lines.at(-1)).toContain('redirects to http://');
    expect(server.requests).toEqual([]);
    expect(await listing()).toEqual([]);
    await expectMended();
  });
});

describe('compressed downloads', () => {
  test.each([
    ['.gz', promisify(gzip)],
    ['.zst', promisify(zstdCompress)],
    ['.xz', xz],
  ])('that are cut are continued, and unpacked from the beginning: %s', async (suffix, compress) => {
    const packed = await compress(content);
    const scissors = { cut: () => undefined };
    const bytes = Math.floor(packed.length / 2);
    server.on(`/image${suffix}`, cutFile(packed, bytes, '"v1"', scissors), status(404));
    const interrupted = { ...options(), onProgress: () => scissors.cut() };
    // In the same run there is nothing more to be had, so that this one ends.
    await expect(store.ensure(version(), interrupted)).rejects.toMatchObject({ code: 'TEMPLATE_MISSING' });
    server.on(`/image${suffix}`, cutFile(packed, bytes, '"v1"', scissors), file(packed));
    await store.ensure(version(), { ...options(), onProgress: () => scissors.cut() });
    expect(server.requests.at(-1)?.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await listing()).toEqual(ENTRY);
  });

  test('that are broken are not continued by the next run', async () => {
    const packed = await promisify(gzip)(content);
    packed.fill(0xff, 1000);
    server.on('/image.gz', file(packed));
    await expect(store.ensure(version(), options())).rejects.toMatchObject({ code: 'DECOMPRESSION_FAILED' });
    expect(await listing()).toEqual([]);
    await expectMended();
  });

  test('of a process that is killed while it unpacks are continued by the next', async () => {
    const packed = await xz(content);
    const bytes = packed.length - 100;
    server.on('/image.xz', cutFile(packed, bytes, '"v1"', { cut: () => undefined }), file(packed));
    const child = spawn(process.execPath, [ENSURE, store.directory, JSON.stringify(version())], { stdio: 'ignore' });
    const part = join(store.directory, 'test:debian12:v1.part');
    const size = async () => (await stat(part).catch(() => undefined))?.size;
    await expect.poll(size, { timeout: 120_000 }).toBe(bytes);
    // What is unpacked is opened by another process, later than the bytes are there.
    const unpacked = () => existsSync(join(store.directory, 'test:debian12:v1.tmp'));
    await expect.poll(unpacked, { timeout: 120_000 }).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await store.ensure(version(), options());
    expect(server.requests.at(-1)?.range).toBe(`bytes=${bytes}-`);
    expect(await listing()).toEqual(ENTRY);
  });

  test('need the room that they say, if it is a qcow2', async () => {
    // A frame of zst that says that it has 2^50 bytes.
    const head = Buffer.from('28b52ffdc05800000000000000000400', 'hex');
    head.writeBigUInt64LE(2n ** 50n, 6);
    const block = Buffer.from(content.subarray(0, 65_536));
    const blockHead = Buffer.alloc(3);
    blockHead.writeUIntLE(block.length << 3, 0, 3);
    server.on('/image.zst', file(Buffer.concat([head.subarray(0, 14), blockHead, block])));
    const attempt = store.ensure(version(), options());
    await expect(attempt).rejects.toMatchObject({ code: 'DISK_FULL' });
    await expect(attempt).rejects.toThrow(`what is in ${server.url}/image.zst has ${2 ** 50} bytes`);
    expect(await listing()).toEqual([]);
    await expectMended();
  });
});

test('kill -9 at any change of a file leaves nothing that the next run takes for a template', async () => {
  const raw = join(directory, 'raw');
  await run('qemu-img', ['convert', '-O', 'raw', image, raw]);
  await truncate(raw, 2 ** 21);
  await run('gzip', ['--fast', raw]);
  const origin = { kind: 'file', path: raw } as const;
  const { hash: _, ...unverified } = version({ origin });
  const expected = ENTRY.filter((name) => !name.endsWith('.hash'));
  /** Kills a run at its n-th change, and lets another one follow. @returns whether there were as many changes. */
  const killAt = async (change: number): Promise<boolean> => {
    const place = join(directory, `store${change}`);
    const { signal } = await ended(unverified, { DIE_AT: `${change}`, DIE_BELOW: place }, place);
    const own = new TemplateStore(place);
    if (signal !== null) await own.ensure(unverified);
    expect(await own.has(unverified)).toBe(true);
    expect((await readdir(place)).sort(), `killed at change ${change}`).toEqual(expected);
    await rm(place, { recursive: true });
    return signal === 'SIGKILL';
  };
  const AT_ONCE = 4;
  let change = 1;
  for (let more = true; more; change += AT_ONCE) {
    const killed = await Promise.all(Array.from({ length: AT_ONCE }, (_value, index) => killAt(change + index)));
    more = killed.every(Boolean);
  }
  expect(change).toBeGreaterThan(15);
});

test('a store may lie on another file system than all else', async () => {
  const place = join(directory, 'mounted');
  await mkdir(place);
  const json = JSON.stringify(version({ origin: { kind: 'file', path: image } }));
  const script = 'mount -t tmpfs -o size=64m tmpfs "$1" && "$2" "$3" "$1/store" "$4" && ls "$1/store"';
  const { stdout } = await run('unshare', ['--mount', 'sh', '-c', script, 'sh', place, process.execPath, ENSURE, json]);
  expect(stdout.trimEnd().split('\n').slice(-6)).toEqual(['done', ...ENTRY]);
});

/** Runs another process that brings a template into the store to its end. */
async function ended(wanted: TemplateVersion, env: Readonly<Record<string, string>>, place = store.directory) {
  const preload = join(import.meta.dirname, 'fixtures', 'die-at.mjs');
  const args = ['--import', preload, ENSURE, place, JSON.stringify(wanted)];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString();
  });
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { signal, lines: output.trimEnd().split('\n') };
}

async function xz(plain: Buffer): Promise<Buffer> {
  const path = join(directory, 'to-compress');
  await writeFile(path, plain);
  await run('xz', ['-0', '-f', path]);
  return readFile(`${path}.xz`);
}
