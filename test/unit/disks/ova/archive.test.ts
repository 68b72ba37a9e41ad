import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { extractFiles, openOva, readContents } from '../../../../src/disks/ova/archive.ts';
import { machineIn } from '../../../../src/disks/ova/import.ts';
import { type Member, tar, tarGz, vmwareOvf } from '../../../support/ova.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-ova-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function source(content: Uint8Array, signal?: AbortSignal) {
  const path = join(directory, 'x.ova');
  writeFileSync(path, content);
  return { name: 'x.ova', signal, open: () => openOva(path) };
}

const invalid = (message: string | RegExp) => ({
  code: 'OVA_INVALID',
  message:
    typeof message === 'string' ? `the OVA x.ova cannot be imported: ${message}` : expect.stringMatching(message),
});

describe('the contents of an OVA', () => {
  const members: Member[] = [
    [{ name: 'images/', type: 'directory' }, ''],
    ['images/a', 'AA'],
    ['./vm.ovf', vmwareOvf()],
    ['docs/other.ovf', 'not ours'],
    [{ name: 'link.ovf', type: 'symlink', linkname: '/etc/passwd' }, ''],
  ];

  it.each([
    ['plain', tar],
    ['compressed by gzip', tarGz],
  ])('are the description and the names of files: %s', async (_, archive) => {
    expect(await readContents(source(await archive(...members)))).toEqual({
      descriptions: [{ name: 'vm.ovf', text: vmwareOvf() }],
      files: new Map([
        ['images/a', 2],
        ['vm.ovf', vmwareOvf().length],
        ['docs/other.ovf', 8],
      ]),
    });
  });

  it('are looked for where oVirt has its descriptions, too', async () => {
    const { descriptions } = await readContents(source(await tar(['master/vms/1/1.ovf', 'a'], ['vms/1/1.ovf', 'b'])));
    expect(descriptions).toEqual([{ name: 'master/vms/1/1.ovf', text: 'a' }]);
  });

  it('may end with the first description', async () => {
    const content = await tar(['vm.ovf', 'a'], ['disk', Buffer.alloc(1_000_000)]);
    const beginning = content.subarray(0, 100_000);
    expect((await readContents(source(beginning), true)).descriptions).toEqual([{ name: 'vm.ovf', text: 'a' }]);
    await expect(readContents(source(beginning))).rejects.toMatchObject(invalid(/it is not a usable tar archive/));
  });

  it.each([
    ['text', Buffer.from('no archive '.repeat(100))],
    ['a gzip of text', gzipSync('no archive '.repeat(100))],
    ['a broken gzip', Buffer.concat([gzipSync(Buffer.alloc(100_000)).subarray(0, 50), Buffer.alloc(10)])],
  ])('cannot be read from %s', async (_, content) => {
    await expect(readContents(source(content))).rejects.toMatchObject(invalid(/it is not a usable tar archive/));
  });

  it('are bounded in number', async () => {
    const many = Array.from({ length: 10_001 }, (_, index): Member => [`f${index}`, '']);
    await expect(readContents(source(await tar(...many)))).rejects.toMatchObject(
      invalid('it has more than 10000 files'),
    );
  });

  it('have a description of a sensible size', async () => {
    const content = await tar(['vm.ovf', Buffer.alloc(5 * 2 ** 20)]);
    await expect(readContents(source(content))).rejects.toMatchObject(
      invalid('its description "vm.ovf" is far too large'),
    );
  });

  it.each([
    ['none', [], 'it has no description (*.ovf), not one'],
    ['empty ones', [['vm.ovf', '']], /is not usable XML/],
    [
      'two',
      [
        ['a.ovf', vmwareOvf()],
        ['b.ovf', vmwareOvf()],
      ],
      'it has 2 descriptions (*.ovf), not one',
    ],
  ] satisfies [string, Member[], string | RegExp][])('have one description, not %s', async (_, members, message) => {
    const contents = await readContents(source(await tar(...members)));
    expect(() => machineIn(contents, 'x.ova')).toThrow(expect.objectContaining(invalid(message)));
  });

  it('are not read on when nobody waits any more', async () => {
    const content = await tar(['vm.ovf', 'a']);
    await expect(readContents(source(content, AbortSignal.abort()))).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('are not those of a file that is missing', async () => {
    for (const path of [join(directory, 'nowhere'), directory]) {
      const missing = { name: 'x.ova', open: () => openOva(path) };
      await expect(readContents(missing)).rejects.toMatchObject({ code: 'DISK_FILE_MISSING' });
    }
  });
});

describe('files of an OVA', () => {
  const target = (name: string) => join(directory, name);

  it('are written to where we say, whatever their names are', async () => {
    const content = await tar(
      ['../../escape', 'out'],
      ['/etc/absolute', 'out'],
      ['disk', 'first'],
      ['disk', 'second'],
      ['packed', gzipSync('unpacked')],
      [{ name: 'disk2', type: 'link', linkname: 'disk' }, ''],
    );
    const wanted = new Map([
      ['disk', { target: target('a'), gzip: false }],
      ['packed', { target: target('b'), gzip: true }],
      ['../../escape', { target: target('c'), gzip: false }],
    ]);
    await extractFiles(source(content), wanted);
    expect(readdirSync(directory).sort()).toEqual(['a', 'b', 'c', 'x.ova']);
    expect(['a', 'b', 'c'].map((name) => readFileSync(target(name), 'utf8'))).toEqual(['first', 'unpacked', 'out']);
  });

  it('have holes where there are zeros', async () => {
    const content = await tarGz(['disk', Buffer.concat([Buffer.alloc(20_000_000), Buffer.from('end')])]);
    await extractFiles(source(content), new Map([['disk', { target: target('a'), gzip: false }]]));
    const { size, blocks } = statSync(target('a'));
    expect(size).toBe(20_000_003);
    expect(blocks * 512).toBeLessThan(1_000_000);
  });

  it('are all there, or it fails', async () => {
    const wanted = new Map([['disk', { target: target('a'), gzip: false }]]);
    await expect(extractFiles(source(await tar(['other', 'x'])), wanted)).rejects.toMatchObject(
      invalid('the file "disk" is not in it any more'),
    );
    const link = await tar([{ name: 'disk', type: 'symlink', linkname: '/etc/passwd' }, '']);
    await expect(extractFiles(source(link), wanted)).rejects.toMatchObject({ code: 'OVA_INVALID' });
    expect(existsSync(target('a'))).toBe(false);
  });

  it('are not unpacked from what is no gzip', async () => {
    const wanted = new Map([['disk', { target: target('a'), gzip: true }]]);
    await expect(extractFiles(source(await tar(['disk', 'plain'])), wanted)).rejects.toMatchObject({
      code: 'OVA_INVALID',
    });
  });
});
