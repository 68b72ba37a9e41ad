import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectPaths } from '../../../src/guest/collect.ts';
import { copyFrom } from '../../../src/guest/copy-from.ts';
import { Tally } from '../../../src/guest/copy-options.ts';
import { linksThatStayInside } from '../../../src/guest/staged-links.ts';
import { StagedTree } from '../../../src/guest/staged-tree.ts';
import fc from '../../support/fast-check.ts';
import { connectTo, temporaryDirectory } from './support/guest.ts';
import { runCommand, startServer, type TestServer } from './support/ssh-server.ts';
import { readTree } from './support/tree.ts';

type Member = Partial<Header> & Pick<Header, 'name'> & { readonly content?: string };

/** An archive with whatever members, and what ends one. */
async function archive(members: readonly Member[]): Promise<Buffer> {
  const stream = pack();
  for (const { content = '', ...header } of members) stream.entry({ mode: 0o644, ...header }, content);
  stream.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (chunk instanceof Buffer) chunks.push(chunk);
  return Buffer.concat(chunks);
}

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let server: TestServer;
let local: string;

/** A guest that answers every command with these bytes, then ends it well. */
async function guestThatSends(bytes: Buffer) {
  server = await startServer({
    onExec: (_command, channel) => {
      channel.write(bytes);
      runCommand('exit 0', channel, {});
      return true;
    },
  });
  return connectTo(server.port);
}

beforeEach(async () => {
  directory = await temporaryDirectory();
  local = join(directory.path, 'local');
  await mkdir(local);
  await writeFile(join(directory.path, 'precious'), 'precious');
});

afterEach(async () => {
  expect(await readFile(join(directory.path, 'precious'), 'utf8')).toBe('precious');
  expect((await readdir(directory.path)).sort()).toEqual(['local', 'precious']);
  await server?.[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

const ROOT: Member = { name: 'd/./', type: 'directory', mode: 0o755 };

describe('a guest that sends a hostile archive', () => {
  it.each<[string, Member[]]>([
    ['a name that climbs', [ROOT, { name: 'd/./../../precious', content: 'evil' }]],
    ['a name that climbs in the middle', [ROOT, { name: 'd/./x/../../../precious', content: 'evil' }]],
    ['an absolute name', [ROOT, { name: '/etc/evil', content: 'evil' }]],
    ['an absolute name in a pax record', [ROOT, { name: `/${'x'.repeat(300)}`, content: 'evil' }]],
    ['a name that was not asked for', [ROOT, { name: 'other/file', content: 'evil' }]],
    [
      'a file below a link to the outside',
      [ROOT, { name: 'd/./link', type: 'symlink', linkname: '../..' }, { name: 'd/./link/precious', content: 'evil' }],
    ],
    [
      'a directory below a link to the outside',
      [ROOT, { name: 'd/./link', type: 'symlink', linkname: '../..' }, { name: 'd/./link/new', type: 'directory' }],
    ],
    ['a file below a file', [ROOT, { name: 'd/./x', content: 'x' }, { name: 'd/./x/y', content: 'evil' }]],
    [
      'a file in place of a directory',
      [ROOT, { name: 'd/./x', type: 'directory' }, { name: 'd/./x', content: 'evil' }],
    ],
    ['a further name of a file outside', [ROOT, { name: 'd/./x', type: 'link', linkname: 'd/./../../precious' }]],
  ])('%s is refused, and leaves nothing', async (_what, members) => {
    await using guest = await guestThatSends(await archive(members));
    await expect(copyFrom(guest, 'd', join(local, 'copy'))).rejects.toMatchObject({ code: 'TRANSFER_REFUSED' });
    const collecting = collectPaths(guest, [{ source: 'd', destination: join(local, 'collected') }]);
    await expect(collecting).rejects.toMatchObject({ code: 'TRANSFER_REFUSED' });
    expect(await readdir(local)).toEqual([]);
  });

  it('has a link replaced by a file, and the file stays inside', async () => {
    const members: Member[] = [
      ROOT,
      { name: 'd/./x', type: 'symlink', linkname: '../../precious' },
      { name: 'd/./x', content: 'harmless' },
      { name: 'd/./y', content: 'harmless' },
      { name: 'd/./y', type: 'symlink', linkname: '../../precious' },
    ];
    await using guest = await guestThatSends(await archive(members));
    await copyFrom(guest, 'd', join(local, 'copy'));
    expect(await readTree(join(local, 'copy'))).toEqual({ x: 'file 644 harmless' });
  });

  it('gets devices, set-uid bits, odd names and times made harmless', async () => {
    const members: Member[] = [
      ROOT,
      { name: 'd/./null', type: 'character-device', devmajor: 1, devminor: 3 },
      { name: 'd/./disk', type: 'block-device', devmajor: 8, devminor: 0 },
      { name: 'd/./pipe', type: 'fifo' },
      { name: 'd/./suid', content: 'x', mode: 0o6777 },
      { name: 'd/./none', content: 'x', mode: 0o001 },
      { name: 'd/./a\n\u001b[2Jb', content: 'x', mtime: new Date(-1e15) },
      { name: `d/./${'n'.repeat(256)}`, content: 'x' },
      { name: `d/./${'deep/'.repeat(200)}x`, content: 'x' },
      { name: 'd/./hard', type: 'link', linkname: 'd/./nowhere' },
    ];
    await using guest = await guestThatSends(await archive(members));
    const { skipped } = await copyFrom(guest, 'd', join(local, 'copy'));
    expect(await readTree(join(local, 'copy'))).toEqual({
      suid: 'file 777 x',
      none: 'file 401 x',
      'a__[2Jb': 'file 644 x',
    });
    expect(skipped.map((line) => line.replace(/^(.{3}).*: /, '$1: ')).sort()).toEqual([
      '...: its name is too long',
      '...: its name is too long',
      'dis: it is a block-device',
      'har: it is a further name of a file that did not come',
      'nul: it is a character-device',
      'pip: it is a fifo',
    ]);
  });

  it('has what it claims of sizes checked before it sends', async () => {
    const header = (await archive([{ name: 'd', size: 0 }])).subarray(0, 512);
    // The size field in base 256: 2^60 bytes. The checksum has to fit.
    header.fill(0, 124, 136);
    header[124] = 0x80;
    header[128] = 0x10;
    header.fill(' ', 148, 156);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0`,
      148,
    );
    await using guest = await guestThatSends(header);
    await expect(copyFrom(guest, 'd', local)).rejects.toMatchObject({ code: 'TRANSFER_TOO_LARGE' });
    expect(await readdir(local)).toEqual([]);
  });

  it.each([
    ['garbage', Buffer.alloc(5000, 'garbage ')],
    ['half a header', Buffer.alloc(100, 'x')],
  ])('gets %s reported as broken', async (_what, bytes) => {
    await using guest = await guestThatSends(bytes);
    await expect(copyFrom(guest, 'd', local)).rejects.toMatchObject({ code: 'TRANSFER_BROKEN' });
    expect(await readdir(local)).toEqual([]);
  });

  it('whose tar is ended in the middle is broken with what ended it', async () => {
    const whole = await archive([ROOT, { name: 'd/./x', content: 'x'.repeat(10_000) }]);
    server = await startServer({
      onExec: (_command, channel) => {
        channel.write(whole.subarray(0, 5000));
        runCommand('echo tar: memory exhausted >&2; kill -9 $$', channel, {});
        return true;
      },
    });
    await using guest = connectTo(server.port);
    await expect(copyFrom(guest, 'd', local)).rejects.toMatchObject({
      code: 'TRANSFER_BROKEN',
      message: expect.stringMatching(/ \(its tar ended with signal SIGKILL: tar: memory exhausted\)$/),
    });
  });

  it.each<[string, () => Promise<Buffer>]>([
    ['zeros', async () => Buffer.alloc(1 << 20)],
    ['records without files', async () => (await archive([{ name: `d/${'x'.repeat(5000)}` }])).subarray(0, 512 + 5120)],
  ])('is cut off when it sends %s without end', async (_what, piece) => {
    const bytes = await piece();
    server = await startServer({
      onExec: (_command, channel) => {
        const more = () => {
          while (channel.writable && channel.write(bytes));
        };
        channel.on('drain', more);
        more();
        return true;
      },
    });
    await using guest = connectTo(server.port);
    await expect(copyFrom(guest, 'd', local)).rejects.toMatchObject({ code: 'TRANSFER_REFUSED' });
    expect(await readdir(local)).toEqual([]);
  });

  it('is cut off when it sends files without end, by number and by bytes', async () => {
    const bytes = await archive([
      ROOT,
      ...Array.from({ length: 500 }, (_, i) => ({ name: `d/./${i}`, content: 'xx' })),
    ]);
    for (const limits of [{ maxFiles: 100 }, { maxBytes: 100 }]) {
      await using guest = await guestThatSends(bytes);
      await expect(copyFrom(guest, 'd', local, limits)).rejects.toMatchObject({ code: 'TRANSFER_TOO_LARGE' });
      await server[Symbol.asyncDispose]();
    }
    expect(await readdir(local)).toEqual([]);
  });

  it('is cut off when names alone would make directories without end', async () => {
    const members = Array.from({ length: 50 }, (_, i) => ({ name: `d/./${i}/${'x/'.repeat(100)}f`, content: '' }));
    await using guest = await guestThatSends(await archive([ROOT, ...members]));
    await expect(copyFrom(guest, 'd', local, { maxFiles: 1000 })).rejects.toMatchObject({ code: 'TRANSFER_TOO_LARGE' });
  });

  it('is cut off when it counts on further names of one large file', async () => {
    const links = Array.from({ length: 50 }, (_, i) => ({
      name: `d/./${i}`,
      type: 'link' as const,
      linkname: 'd/./f',
    }));
    const members = [ROOT, { name: 'd/./f', content: 'x'.repeat(1000) }, ...links];
    await using guest = await guestThatSends(await archive(members));
    await expect(copyFrom(guest, 'd', local, { maxBytes: 10_000 })).rejects.toMatchObject({
      code: 'TRANSFER_TOO_LARGE',
    });
  });

  it('is given up when it says nothing any more', async () => {
    server = await startServer({ onExec: () => true });
    await using guest = connectTo(server.port);
    await expect(copyFrom(guest, 'd', local, { stallTimeout: 50 })).rejects.toMatchObject({
      code: 'TRANSFER_STALLED',
      message: 'VM vm0: no data for 0.05 s during a copy',
    });
    expect(await readdir(local)).toEqual([]);
  });
});

describe('StagedTree', () => {
  const part = fc.constantFrom('a', 'b', '..', '.', '', 'c');
  const path = fc.array(part, { maxLength: 5 }).map((parts) => parts.join('/'));
  const member = fc.record({
    name: path,
    type: fc.constantFrom('file', 'directory', 'symlink', 'link'),
    target: fc.oneof(
      path,
      path.map((text) => `/${text}`),
      fc.constant('../../precious'),
    ),
  });

  it('never touches anything outside itself, and keeps no link that leads there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 12 }), async (members) => {
        const tree = await StagedTree.create(local, new Tally('vm0', {}));
        try {
          for (const { name, type, target } of members) {
            async function* body() {
              yield Buffer.from('evil');
            }
            try {
              const linkedFile = type === 'link' ? tree.fileAt(target) : undefined;
              await tree.add(name, { type, linkname: target, linkedFile }, body());
            } catch (error) {
              expect(error).toMatchObject({ code: 'TRANSFER_REFUSED' });
            }
          }
          await tree.finish();
          if (tree.kind === 'directory') await readEverything(tree.root);
        } finally {
          await tree.discard();
        }
        expect(await readdir(local)).toEqual([]);
        expect(await readFile(join(directory.path, 'precious'), 'utf8')).toBe('precious');
      }),
      { numRuns: 150 },
    );
  });

  /** What a careless reader of the copy would do: follow every link. */
  async function readEverything(root: string): Promise<void> {
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      if (entry.isDirectory()) continue;
      const content = await readFile(join(entry.parentPath, entry.name), 'utf8').catch((error: Error) => error.message);
      expect(content).toMatch(/^(evil|EISDIR.*)$/);
    }
  }
});

describe('linksThatStayInside', () => {
  const kinds = new Map<string, 'directory' | 'file' | 'link'>([
    ['', 'directory'],
    ['d', 'directory'],
    ['d/e', 'directory'],
    ['d/e/f', 'file'],
  ]);
  const choose = (links: Readonly<Record<string, string>>) => {
    const all = new Map(kinds);
    for (const name of Object.keys(links)) all.set(name, 'link');
    return [...linksThatStayInside(all, new Map(Object.entries(links)))];
  };

  it.each([
    ['a sibling', { l: 'd' }, ['l']],
    ['a file further down', { l: 'd/e/f' }, ['l']],
    ['the parent of its directory', { 'd/e/l': '../..' }, ['d/e/l']],
    ['the root by a way that stays inside', { l: 'd/../d/./e' }, ['l']],
    ['outside', { l: '..' }, []],
    ['outside and back in', { l: '../root/d' }, []],
    ['an absolute place', { l: '/d' }, []],
    ['nothing', { l: '' }, []],
    ['what is not there', { l: 'nowhere' }, []],
    ['something below a file', { l: 'd/e/f/x' }, []],
    ['a file as if it were a directory', { l: 'd/e/f/..' }, []],
    ['itself', { l: 'l' }, []],
    ['a circle', { l: 'm', m: 'l' }, []],
    ['a link that stays inside', { l: 'm', m: 'd' }, ['l', 'm']],
    ['a link that does not', { l: 'm', m: '..' }, []],
    ['above a link that is deeper than it looks', { x: 'd/e', y: 'x/../..' }, ['x', 'y']],
    ['outside by a link that is less deep than it looks', { 'd/e/x': '../..', y: 'd/e/x/..' }, ['d/e/x']],
  ])('decides about a link to %s', (_what, links, chosen) => {
    expect(choose(links)).toEqual(chosen);
  });

  it('comes to an end with very many links', () => {
    const many = Array.from({ length: 3000 }, (_, i) => [`l${i}`, `${'d/../'.repeat(800)}d`] as const);
    expect(choose(Object.fromEntries(many)).length).toBeLessThan(3001);
  });
});
