import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectOffline, type OfflineEntry, type OfflineSource } from '../../../src/guest/collect-offline.ts';
import type { CollectOptions } from '../../../src/guest/collect-paths.ts';
import { flattenGuestPath } from '../../../src/guest/flatten.ts';
import { GuestError, ToolError } from '../../../src/host/errors.ts';
import { temporaryDirectory } from './support/guest.ts';
import { readTree } from './support/tree.ts';

type Member = Partial<Header> & Pick<Header, 'name'> & { readonly content?: string };

/** A file: its content. A directory: its members. `special`: a device. A link: where it leads. An error: reading it fails. */
type Thing = string | readonly Member[] | 'special' | { readonly link: string } | Error;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let local: string;

beforeEach(async () => {
  directory = await temporaryDirectory();
  local = join(directory.path, 'local');
  await mkdir(local);
});
afterEach(() => directory[Symbol.asyncDispose]());

class FakeDisk implements OfflineSource {
  readonly asked: string[] = [];
  readonly #things: Readonly<Record<string, Thing>>;

  constructor(things: Readonly<Record<string, Thing>>) {
    this.#things = things;
  }

  async look(path: string): Promise<OfflineEntry | undefined> {
    this.asked.push(path);
    const thing = this.#things[path];
    if (thing === undefined) return undefined;
    if (thing === 'special') return { kind: 'special' };
    if (typeof thing === 'string' || thing instanceof Error) {
      return { kind: 'file', path, size: String(thing).length, mode: 0o4755, mtime: new Date(1_600_000_000_000) };
    }
    return 'link' in thing ? this.look(thing.link) : { kind: 'directory', path };
  }

  async *archive(path: string): AsyncGenerator<Buffer> {
    const thing = this.#things[path];
    if (!Array.isArray(thing)) throw new Error(`${path} is no directory`);
    const stream = pack();
    for (const { content = '', ...header } of thing) stream.entry({ mode: 0o644, ...header }, content);
    stream.finalize();
    for await (const chunk of stream) if (chunk instanceof Buffer) yield chunk;
  }

  async *content(path: string): AsyncGenerator<Buffer> {
    const thing = this.#things[path];
    if (thing instanceof Error) throw thing;
    yield Buffer.from(String(thing));
  }
}

function collect(disk: FakeDisk, sources: readonly string[], options: CollectOptions = {}) {
  const requests = sources.map((source) => ({ source, destination: join(local, flattenGuestPath(source)) }));
  return collectOffline('vm0', disk, '/root', requests, options);
}

const LOG: readonly Member[] = [
  { name: './', type: 'directory', mode: 0o755 },
  { name: './a.log', content: 'a' },
  { name: './deep/b.log', content: 'b' },
  { name: './again', type: 'link', linkname: './a.log' },
  { name: './link', type: 'symlink', linkname: 'a.log' },
];

describe('files of a guest that is not running', () => {
  it('come in the layout in which they come over SSH (D36)', async () => {
    const disk = new FakeDisk({ '/var/log': LOG, '/etc/hostname': 'vm0', '/var/journal': { link: '/var/log' } });
    const results = await collect(disk, ['/var/log', '/etc/hostname', '/var/journal', '/nope']);
    expect(results.map(({ status }) => status)).toEqual(['collected', 'collected', 'collected', 'missing']);
    const log = {
      'a.log': 'file 644 a',
      again: 'file 644 a',
      deep: 'dir 755',
      'deep/b.log': 'file 644 b',
      link: 'link a.log',
    };
    const under = (name: string) =>
      Object.fromEntries(Object.entries(log).map(([key, value]) => [`${name}/${key}`, value]));
    expect(await readTree(local)).toEqual({
      _etc_hostname: 'file 755 vm0',
      _var_log: 'dir 755',
      ...under('_var_log'),
      _var_journal: 'dir 755',
      ...under('_var_journal'),
    });
  });

  it('may be named from the home directory', async () => {
    const disk = new FakeDisk({ '/root/x': 'x' });
    expect((await collect(disk, ['~/x', 'x', '/root/./x'])).map(({ status }) => status)).toEqual([
      'collected',
      'collected',
      'collected',
    ]);
    expect(new Set(disk.asked)).toEqual(new Set(['/root/x']));
  });

  it('that are missing are an error when that is wanted, once the others are in place', async () => {
    const disk = new FakeDisk({ '/a': 'a' });
    const collecting = collect(disk, ['/nope', '/a'], { ignoreMissing: false });
    await expect(collecting).rejects.toMatchObject({ code: 'GUEST_PATH_MISSING' });
    expect(await readdir(local)).toEqual(['_a']);
  });

  it('that cannot be read do not stop the others', async () => {
    const broken = new ToolError('GUESTFS_FAILED', 'Input/output error');
    const results = await collect(new FakeDisk({ '/bad': broken, '/dev/x': 'special', '/good': 'g' }), [
      '/bad',
      '/dev/x',
      '/good',
    ]);
    expect(results).toMatchObject([
      { status: 'partial', reason: 'Input/output error' },
      { status: 'failed', reason: 'it is neither a file nor a directory' },
      { status: 'collected' },
    ]);
  });

  it('are bounded in size all together; what is over is reported', async () => {
    const results = await collect(new FakeDisk({ '/a': 'aaaa', '/b': 'bbbb', '/c': 'c' }), ['/a', '/b', '/c'], {
      maxBytes: 6,
    });
    expect(results.map(({ status }) => status)).toEqual(['collected', 'failed', 'failed']);
    expect(results[2]?.reason).toContain('more than 6 bytes');
    expect(await readTree(local)).toEqual({ _a: 'file 755 aaaa' });
  });

  it('do not stop a caller that gives up', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(collect(new FakeDisk({ '/a': 'a' }), ['/a'], { signal: abort.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await readdir(local)).toEqual([]);
  });

  it.each([
    ['above', { name: '../x', content: 'x' }],
    ['anywhere', { name: '/etc/x', content: 'x' }],
    ['through a link', { name: './link/x', content: 'x' }],
  ])('are refused as a whole when the file system has names that lead out: %s', async (_what, member) => {
    const members: readonly Member[] = [{ name: './link', type: 'symlink', linkname: '/tmp' }, member];
    const failure = await collect(new FakeDisk({ '/d': members }), ['/d']).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GuestError);
    expect(failure).toMatchObject({ code: 'TRANSFER_REFUSED' });
    expect(await readdir(local)).toEqual([]);
  });
});
