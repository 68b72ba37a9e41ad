import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DownloadOptions, discardPart, download } from '../../../src/host/download.ts';
import { fetchText } from '../../../src/host/fetch-text.ts';
import { createLogger } from '../../../src/host/log.ts';
import { cutFile, file, startServer, status, type TestServer } from './fixtures/http-server.ts';
import { TEST_CERTIFICATE } from './fixtures/tls.ts';

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

let directory: string;
let server: TestServer;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-download-'));
  server = await startServer();
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

function options(more: Partial<DownloadOptions> = {}): DownloadOptions {
  return { url: `${server.url}/image`, file: join(directory, 'part'), retryDelayMs: 1, ...more };
}

async function expectContent(): Promise<void> {
  expect(Buffer.compare(await readFile(join(directory, 'part')), CONTENT)).toBe(0);
  expect(await readdir(directory)).toEqual(['part']);
}

test('fetches a file, tells the progress, and leaves nothing beside it', async () => {
  server.on('/image', file(CONTENT));
  const seen: [number, number | undefined][] = [];
  const result = await download(options({ onProgress: (bytes, total) => seen.push([bytes, total]) }));
  expect(result).toEqual({ bytes: CONTENT.length, url: `${server.url}/image` });
  expect(seen.at(-1)).toEqual([CONTENT.length, CONTENT.length]);
  expect(seen.map(([bytes]) => bytes)).toEqual(seen.map(([bytes]) => bytes).sort((a, b) => a - b));
  await expectContent();
});

test('an empty file is fetched too', async () => {
  server.on('/image', file(Buffer.alloc(0)));
  expect((await download(options())).bytes).toBe(0);
});

describe('broken transfers', () => {
  test('a connection cut half way is continued where it ended, however often', async () => {
    const scissors = { cut: () => undefined };
    const cut = (bytes: number) => cutFile(CONTENT, bytes, undefined, scissors);
    server.on('/image', cut(100_000), cut(50_000), cut(50_000), file(CONTENT));
    const lengths: number[] = [];
    const onProgress = (bytes: number) => {
      lengths.push(bytes);
      scissors.cut();
    };
    await download(options({ onProgress, retries: 1 }));
    await expectContent();
    expect(server.requests[0]?.range).toBeUndefined();
    expect(server.requests.slice(1).every(({ range }) => /^bytes=[1-9]\d*-$/.test(range ?? ''))).toBe(true);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(server.requests).toHaveLength(4);
  });

  test('it starts over when the server cannot prove that its file is the same', async () => {
    server.on('/image', cutFile(CONTENT, 100_000, 'none'), file(CONTENT));
    await download(options());
    await expectContent();
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, undefined]);
  });

  test('it starts over when the file changed meanwhile', async () => {
    server.on('/image', cutFile(Buffer.alloc(300_000, 1), 100_000, '"old"'), file(CONTENT, '"new"'));
    await download(options());
    await expectContent();
  });

  test('a server that cuts every transfer at the same place is given up on', async () => {
    server.on('/image', cutFile(CONTENT, 1000, 'none'));
    await expect(download(options({ retries: 2 }))).rejects.toMatchObject({ code: 'CONNECTION_FAILED', exitCode: 1 });
    expect(await readdir(directory)).toEqual([]);
    expect(server.requests.length).toBeLessThanOrEqual(5);
  });

  test('a part that is longer than the file, or complete, is dealt with', async () => {
    server.on('/image', cutFile(CONTENT, 100_000), status(404));
    await expect(download(options({ retries: 1 }))).rejects.toMatchObject({ code: 'HTTP_STATUS' });
    const state = await readFile(join(directory, 'part.state'));
    for (const left of [CONTENT, Buffer.concat([CONTENT, CONTENT])]) {
      await writeFile(join(directory, 'part'), left);
      await writeFile(join(directory, 'part.state'), state);
      server.on('/image', file(CONTENT));
      await download(options());
      await expectContent();
    }
  });

  test('a killed download is continued by the next', async () => {
    const stalled = Promise.withResolvers<ServerResponse>();
    server.on(
      '/image',
      (_, response) => {
        response.writeHead(200, { etag: '"v1"', 'content-length': CONTENT.length });
        response.write(CONTENT.subarray(0, 100_000));
        stalled.resolve(response);
      },
      file(CONTENT),
    );
    const script = join(import.meta.dirname, 'fixtures', 'download.ts');
    const child = spawn(process.execPath, [script, `${server.url}/image`, join(directory, 'part')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await stalled.promise;
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { size } = await stat(join(directory, 'part'));
    expect(size).toBeGreaterThan(0);
    await download(options());
    expect(server.requests[1]?.range).toBe(`bytes=${size}-`);
    await expectContent();
  });

  test('a server does not stall while a large part that was there is looked through', async () => {
    const content = Buffer.alloc(4 * 1024 * 1024, 'x');
    await writeFile(join(directory, 'part'), content.subarray(0, -10));
    await writeFile(join(directory, 'part.state'), JSON.stringify({ url: `${server.url}/image`, validator: '"v1"' }));
    server.on('/image', file(content));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const tap = { restart: async () => {}, write: async () => void vi.advanceTimersByTime(40_000) };
    const result = await download(options({ tap, retries: 0, stallTimeoutMs: 60_000 }));
    expect(result.bytes).toBe(content.length);
    expect(server.requests[0]?.range).toBe(`bytes=${content.length - 10}-`);
  });

  test('a part that another user left, read-only for us, is fetched anew', async () => {
    server.on('/image', file(CONTENT));
    await writeFile(join(directory, 'part'), CONTENT.subarray(0, 100));
    await chmod(join(directory, 'part'), 0o444);
    await chmod(directory, 0o777);
    const script = join(import.meta.dirname, 'fixtures', 'download.ts');
    const child = spawn(process.execPath, [script, `${server.url}/image`, join(directory, 'part')], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DROP_PRIVILEGES: '1' },
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
    await expectContent();
  });

  test('discardPart removes all that an interrupted download left', async () => {
    server.on('/image', cutFile(CONTENT, 100_000));
    await expect(download(options({ retries: 0 }))).rejects.toThrow();
    expect((await readdir(directory)).sort()).toEqual(['part', 'part.state']);
    await discardPart(join(directory, 'part'));
    await discardPart(join(directory, 'part'));
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('statuses', () => {
  test('500 and 503 are tried again, and the log says so', async () => {
    const said: string[] = [];
    const log = createLogger((event) => event.kind === 'message' && said.push(event.text));
    server.on('/image', status(500), status(503), file(CONTENT));
    await download(options({ log }));
    await expectContent();
    expect(said[0]).toMatch(/\/image was answered with HTTP status 500; trying again in/);
  });

  test('429 is tried again after the time that the server asks for', async () => {
    const said: string[] = [];
    const log = createLogger((event) => event.kind === 'message' && said.push(event.text));
    const past = new Date(0).toUTCString();
    server.on('/image', status(429, { 'retry-after': '0' }), status(429, { 'retry-after': past }), file(CONTENT));
    await download(options({ retryDelayMs: 60_000, log }));
    expect(said).toHaveLength(2);
    expect(said.every((text) => text.endsWith('trying again in 0.0 s'))).toBe(true);
  });

  test.each([429, 503])('%i is tried again no sooner than the server asks', async (code) => {
    const controller = new AbortController();
    const said: string[] = [];
    const log = createLogger((event) => {
      if (event.kind === 'message') said.push(event.text);
      controller.abort();
    });
    server.on('/image', status(code, { 'retry-after': '1' }), file(CONTENT));
    const attempt = download(options({ log, signal: controller.signal }));
    await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
    const answer = `${server.url}/image was answered with HTTP status ${code}, and asks to wait 1 s`;
    expect(said).toEqual([`${answer}; trying again in 1.0 s`]);
    expect(server.requests).toHaveLength(1);
  });

  test('a server that asks for a longer wait than anybody has is not asked again; the error tells', async () => {
    server.on('/image', status(503, { 'retry-after': '121' }), file(CONTENT));
    const attempt = download(options());
    await expect(attempt).rejects.toMatchObject({ code: 'HTTP_STATUS', status: 503, retryAfter: 121_000 });
    await expect(attempt).rejects.toThrow(/HTTP status 503, and asks to wait 121 s/);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [404, /check the address/],
    [403, /credentials/],
    [410, /check the address/],
    [501, /server/],
  ])('%i is final; the message has URL and status, the hint what to do', async (code, hint) => {
    server.on('/image', status(code));
    const error = await download(options()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'HTTP_STATUS', status: code, exitCode: 1, hint: expect.stringMatching(hint) });
    expect(String(error)).toContain(`${server.url}/image was answered with HTTP status ${code}`);
    expect(server.requests).toHaveLength(1);
  });

  test('a server that stays broken is given up on', async () => {
    server.on('/image', status(500));
    await expect(download(options({ retries: 3 }))).rejects.toMatchObject({ code: 'HTTP_STATUS', status: 500 });
    expect(server.requests).toHaveLength(4);
  });
});

describe('hostile servers', () => {
  test('one that sends nothing is given up on', async () => {
    server.on('/image', (_, response) => void response.writeHead(200, { 'content-length': 10 }).write('a'));
    const attempt = download(options({ stallTimeoutMs: 30, retries: 1 }));
    await expect(attempt).rejects.toMatchObject({ code: 'DOWNLOAD_STALLED' });
    await expect(attempt).rejects.toThrow(/\/image sent nothing for 0\.03 s/);
  });

  test.each([
    ['overall limit', { timeoutMs: 60 }],
    ['limit for what must come in some time', { paceBytes: 1_000_000, paceMs: 60 }],
  ])('one that drips is stopped by the %s', async (_, limit) => {
    let timer: NodeJS.Timeout | undefined;
    server.on('/image', (_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      timer = setInterval(() => response.write('a'), 2);
    });
    await expect(download(options(limit))).rejects.toMatchObject({ code: 'DOWNLOAD_TIMEOUT' });
    clearInterval(timer);
  });

  test('one that never ends is stopped by the size limit', async () => {
    server.on('/image', (_, response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        response.once('drain', pour);
      };
      pour();
    });
    await expect(download(options({ maxBytes: 1_000_000 }))).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
    expect(await readdir(directory)).toEqual([]);
  });

  test('a size that is not the expected one is an error before anything is written', async () => {
    server.on('/image', file(CONTENT));
    const attempt = download(options({ expectedSize: 299_999, retries: 0 }));
    await expect(attempt).rejects.toMatchObject({ code: 'DOWNLOAD_INCOMPLETE' });
    await expect(attempt).rejects.toThrow('300000 bytes instead of 299999');
    expect(await readdir(directory)).toEqual([]);
  });

  test('a file bigger than the disk is refused at once', async () => {
    server.on('/image', (_, response) => void response.writeHead(200, { 'content-length': 2 ** 52 }).write('a'));
    const attempt = download(options());
    await expect(attempt).rejects.toMatchObject({ code: 'DISK_FULL', exitCode: 2 });
    await expect(attempt).rejects.toThrow(`${2 ** 52} bytes`);
  });
});

test('a disk that fills during the transfer is a clear error', async () => {
  server.on('/image', file(CONTENT));
  await symlink('/dev/full', join(directory, 'part'));
  const attempt = download(options({ maxBytes: 10 ** 9 }));
  await expect(attempt).rejects.toMatchObject({ code: 'DISK_FULL' });
  await expect(attempt).rejects.toThrow(join(directory, 'part'));
});

test('no connection at all names the address and the reason', async () => {
  // The port is ours, on another address: nobody else answers there.
  const url = server.url.replace('127.0.0.1', '127.0.0.77');
  const attempt = download(options({ url: `${url}/image`, retries: 1 }));
  await expect(attempt).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
  await expect(attempt).rejects.toThrow(`no answer from ${url}/image: connect ECONNREFUSED`);
});

test('cancelling ends it, and keeps the part', async () => {
  const controller = new AbortController();
  server.on('/image', (_, response) => {
    response.writeHead(200, { etag: '"v1"', 'content-length': CONTENT.length }).write(CONTENT.subarray(0, 1000));
  });
  const onProgress = () => controller.abort();
  await expect(download(options({ signal: controller.signal, onProgress }))).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  expect((await stat(join(directory, 'part'))).size).toBeGreaterThan(0);
});

test('cancelling during the pause before a retry ends it at once', async () => {
  const controller = new AbortController();
  server.on('/image', status(500));
  const log = createLogger(() => controller.abort());
  const attempt = download(options({ retryDelayMs: 3_600_000, signal: controller.signal, log }));
  await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
});

describe('redirects', () => {
  test('are followed, relative ones too, and resuming goes the same way', async () => {
    server.on('/image', status(302, { location: '/mirror/image' }));
    server.on('/mirror/image', cutFile(CONTENT, 1000), file(CONTENT));
    expect((await download(options())).url).toBe(`${server.url}/mirror/image`);
    await expectContent();
  });

  test('in a circle end', async () => {
    server.on('/image', status(301, { location: '/image' }));
    await expect(download(options())).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' });
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'http://'])('to %s are refused', async (location) => {
    server.on('/image', status(302, { location }));
    await expect(download(options())).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' });
  });

  test('do not take the credentials to another server', async () => {
    await using other = await startServer();
    const seen: (string | undefined)[] = [];
    other.on('/image', (request, response) => {
      seen.push(request.headers.authorization);
      file(CONTENT)(request, response);
    });
    server.on('/image', (request, response) => {
      seen.push(request.headers.authorization);
      status(302, { location: `${other.url}/image` })(request, response);
    });
    const url = server.url.replace('http://', 'http://user:p%40ss@');
    await download(options({ url: `${url}/image` }));
    expect(seen).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`, undefined]);
  });
});

describe('TLS', () => {
  let secure: TestServer;
  beforeEach(async () => {
    secure = await startServer(TEST_CERTIFICATE);
  });
  afterEach(() => secure.close());

  test('a certificate nobody knows is refused without retries, and the hint says how to add a CA', async () => {
    secure.on('/image', file(CONTENT));
    const error = await download(options({ url: `${secure.url}/image` })).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CONNECTION_FAILED', hint: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
    expect(secure.requests).toEqual([]);
  });

  test('with its CA known it works, but a redirect to plain HTTP is refused', async () => {
    const ca = join(directory, 'ca.pem');
    await writeFile(ca, TEST_CERTIFICATE.cert);
    server.on('/image', file(CONTENT));
    secure.on('/image', file(CONTENT));
    secure.on('/down', status(302, { location: `${server.url}/image` }));
    const run = async (path: string) => {
      const script = join(import.meta.dirname, 'fixtures', 'download.ts');
      const child = spawn(process.execPath, [script, `${secure.url}${path}`, join(directory, 'part')], {
        env: { ...process.env, NODE_EXTRA_CA_CERTS: ca },
      });
      let errors = '';
      child.stderr.on('data', (text) => {
        errors += text;
      });
      const [code] = await once(child, 'close');
      return { code, errors };
    };
    expect(await run('/image')).toEqual({ code: 0, errors: '' });
    const refused = await run('/down');
    expect(refused.code).not.toBe(0);
    expect(refused.errors).toContain('REDIRECT_REFUSED');
    expect(server.requests).toEqual([]);
  });
});

test.each(['ftp://127.0.0.1/x', 'file:///etc/passwd', 'image', ''])('the address %j is refused', async (url) => {
  await expect(download(options({ url }))).rejects.toMatchObject({ code: 'URL_INVALID' });
  await expect(access(join(directory, 'part'))).rejects.toThrow();
});

test('secrets in an address do not get into messages', async () => {
  const url = `${server.url.replace('//', '//user:geheim@')}/image?token=geheim`;
  const error = await download(options({ url })).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'HTTP_STATUS' });
  expect(String(error)).not.toContain('geheim');
});

describe('fetchText', () => {
  test('gives the text, retrying as a download does', async () => {
    server.on('/repo.json', status(500), file(Buffer.from('{"ä": 1}')));
    expect(await fetchText(`${server.url}/repo.json`, { retryDelayMs: 1 })).toBe('{"ä": 1}');
  });

  test('is bounded', async () => {
    server.on('/repo.json', file(Buffer.alloc(1001, 'a')));
    const attempt = fetchText(`${server.url}/repo.json`, { maxBytes: 1000 });
    await expect(attempt).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
  });
});
