import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDisk, type DiskContext, removeDisk } from '../../../src/disks/create.ts';
import { run } from '../../../src/host/exec.ts';
import { readQcow2Header } from '../../../src/host/qcow2.ts';
import type { DiskPlan, DiskSource } from '../../../src/providers/plan.ts';
import { file as serve, startServer } from '../../unit/host/fixtures/http-server.ts';
import { hasPattern, makeImage } from '../templates/images.ts';

let directory: string;
let workspace: string;
let images: string;
let fetched: string[];
let context: DiskContext;
beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'lago-disks-')));
  workspace = join(directory, 'workspace');
  images = join(directory, 'prefix', 'images');
  fetched = [];
  await mkdir(workspace);
  await mkdir(join(directory, 'store'));
  context = {
    roots: [workspace, join(directory, 'store')],
    retry: { retries: 1, retryDelayMs: 1 },
    fetchTemplate: async (template, version) => {
      fetched.push(`${template}:${version}`);
      const path = join(directory, 'store', `repo:${template}:${version}`);
      await makeImage(path);
      return path;
    },
  };
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function disk(source: DiskSource, more: Partial<DiskPlan> = {}): DiskPlan {
  const path = join(images, 'web_root.qcow2');
  const place = { name: 'root', path, format: 'qcow2', device: 'disk', bus: 'virtio', dev: 'vda' } as const;
  return { ...place, source, metadata: {}, build: [], ...more };
}

function create(source: DiskSource, more: Partial<DiskPlan> = {}): Promise<void> {
  return createDisk('web', disk(source, more), context);
}

async function info(path: string): Promise<Record<string, unknown>> {
  return JSON.parse((await run('qemu-img', ['info', '--output=json', path])).stdout) as Record<string, unknown>;
}

async function qcow2(name: string, backing?: string, format?: string): Promise<string> {
  const path = join(workspace, name);
  if (backing === undefined) await makeImage(path);
  else {
    const parent = ['-b', backing, '-F', format ?? 'qcow2'];
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-u', ...parent, path, '64M']);
    // Newer tools refuse to leave the format out; Lago's exports have none.
    if (format === undefined) await eraseBackingFormat(path);
  }
  return path;
}

/** Makes an image as Lago left it: with a backing file whose format is not named. */
async function eraseBackingFormat(path: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(Buffer.from('e2792aca', 'hex'));
  if (at >= 0) bytes.writeUInt32BE(0x00000001, at);
  await writeFile(path, bytes);
}

describe('sources', () => {
  test('a template becomes an overlay of less than 5 MB with an explicit format', async () => {
    const backingFile = await context.fetchTemplate('debian12', 'v1');
    await create({
      kind: 'template',
      repository: 'repo',
      template: 'debian12',
      version: 'v1',
      backingFile,
      backingFormat: 'qcow2',
    });
    const path = join(images, 'web_root.qcow2');
    expect((await stat(path)).size).toBeLessThan(5_000_000);
    expect((await stat(path)).mode & 0o777).toBe(0o644);
    expect(await readQcow2Header(path)).toMatchObject({ backingFile, backingFormat: 'qcow2' });
    expect(await hasPattern(path)).toBe(true);
  });

  test.each(['qcow2', 'raw'] as const)('an empty disk of format %s replaces what was there', async (format) => {
    await mkdir(images, { recursive: true });
    await writeFile(join(images, 'web_root.qcow2'), 'old');
    await create({ kind: 'empty', size: 3 * 2 ** 20 }, { format });
    expect(await info(join(images, 'web_root.qcow2'))).toMatchObject({ format, 'virtual-size': 3 * 2 ** 20 });
    expect(await readdir(images)).toEqual(['web_root.qcow2']);
  });

  test('a file is not written to, but gets an overlay', async () => {
    const file = await qcow2('data.qcow2');
    const before = await readFile(file);
    await create({ kind: 'file', file, fileFormat: 'qcow2', copy: false });
    const path = join(images, 'web_root.qcow2');
    await run('qemu-io', ['-f', 'qcow2', '-c', 'write -q -P 9 0 1M', path]);
    expect(Buffer.compare(await readFile(file), before)).toBe(0);
    expect(await hasPattern(path, 9)).toBe(true);
  });

  test.each([true, false])('a path is a path, whatever a shell would make of it: copied %s (D1)', async (copy) => {
    const name = '$(touch ran) `touch ran` "a\'b" $HOME;touch ran &.qcow2';
    const file = await qcow2(name);
    const path = join(images, `web_${name}`);
    await create({ kind: 'file', file, fileFormat: 'qcow2', copy }, { path });
    expect(await hasPattern(path)).toBe(true);
    expect(await readdir(images)).toEqual([`web_${name}`]);
    expect(await readdir(workspace)).toEqual([name]);
    expect(existsSync('ran')).toBe(false);
  });

  test('a copy is independent, also of a file with a parent', async () => {
    await qcow2('parent.qcow2');
    const file = await qcow2('child.qcow2', 'parent.qcow2', 'qcow2');
    await create({ kind: 'file', file, fileFormat: 'qcow2', copy: true });
    await rm(file);
    expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
  });

  test('a raw file may be overlaid and copied', async () => {
    const file = join(workspace, 'data.raw');
    await run('qemu-img', ['convert', '-O', 'raw', await qcow2('a.qcow2'), file]);
    await create({ kind: 'file', file, fileFormat: 'raw', copy: false });
    expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
    await create({ kind: 'file', file, fileFormat: 'raw', copy: true }, { format: 'raw' });
    expect(await hasPattern(join(images, 'web_root.qcow2'), 7, 'raw')).toBe(true);
  });

  test('an overlay, a copy and a layer can be larger than what is below, not smaller', async () => {
    const path = join(images, 'web_root.qcow2');
    const file = await qcow2('data.qcow2');
    const size = 64 * 2 ** 20;
    const sources: readonly DiskSource[] = [
      { kind: 'file', file, fileFormat: 'qcow2', copy: false },
      { kind: 'file', file, fileFormat: 'qcow2', copy: true },
      { kind: 'template-file', backingFile: file, backingFormat: 'qcow2' },
      { kind: 'template', repository: 'r', template: 't', version: '1', backingFile: file, backingFormat: 'qcow2' },
    ];
    for (const source of sources) {
      await create(source, { resize: 2 * size + 1 });
      expect(await info(path)).toMatchObject({ 'virtual-size': 2 * size + 512 });
      expect(await hasPattern(path)).toBe(true);
      await create(source, { resize: size });
      expect(await info(path)).toMatchObject({ 'virtual-size': size });
      await rm(path);
      await expect(create(source, { resize: size - 512 })).rejects.toMatchObject({
        code: 'DISK_RESIZE_SMALLER',
        exitCode: 2,
        message: `disk root of VM web: it cannot be made smaller than its image, from ${size} to ${size - 512} bytes`,
      });
      expect(await readdir(images)).toEqual([]);
    }
    expect(await info(file)).toMatchObject({ 'virtual-size': size });
  });

  test('a raw copy can be larger than its original', async () => {
    const file = join(workspace, 'data.raw');
    await writeFile(file, Buffer.alloc(2 ** 20, 1));
    const path = join(images, 'web_root.raw');
    await create({ kind: 'file', file, fileFormat: 'raw', copy: true }, { path, format: 'raw', resize: 2 ** 21 });
    expect((await stat(path)).size).toBe(2 ** 21);
    expect((await stat(file)).size).toBe(2 ** 20);
  });

  test('a file that is used in place stays where it is, and nothing is made', async () => {
    const file = await qcow2('data.qcow2');
    const source = { kind: 'file', file, fileFormat: 'qcow2', copy: false, inPlace: true } as const;
    await create(source, { path: file });
    await expect(readdir(images)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readdir(workspace)).toEqual(['data.qcow2']);
  });

  test.each([
    ['is missing', 'none.qcow2', 'DISK_FILE_MISSING'],
    ['is not what it is said to be', 'text.qcow2', 'DISK_FORMAT_WRONG'],
    ['has a parent of no format', 'child.qcow2', 'DISK_CHAIN_INVALID'],
    ['lies elsewhere', 'link.qcow2', 'DISK_PATH_NOT_ALLOWED'],
  ])('a file that %s is not used in place', async (_why, name, code) => {
    await writeFile(join(workspace, 'text.qcow2'), 'x'.repeat(1000));
    await qcow2('parent.qcow2');
    await qcow2('child.qcow2', 'parent.qcow2');
    await writeFile(join(directory, 'outside.qcow2'), 'x');
    await symlink(join(directory, 'outside.qcow2'), join(workspace, 'link.qcow2'));
    const file = join(workspace, name);
    const attempt = create({ kind: 'file', file, fileFormat: 'qcow2', copy: false, inPlace: true }, { path: file });
    await expect(attempt).rejects.toMatchObject({ code });
  });

  test('a CD-ROM is used where it is, or copied to where it is wanted', async () => {
    await writeFile(join(workspace, 'a.iso'), Buffer.alloc(2048, 7));
    const file = join(workspace, 'a.iso');
    await create({ kind: 'cdrom', file }, { path: file, format: 'raw', device: 'cdrom' });
    const path = join(images, 'web_cd.iso');
    await create({ kind: 'cdrom', file }, { path, format: 'raw', device: 'cdrom' });
    expect(await readFile(path)).toEqual(Buffer.alloc(2048, 7));
    await expect(create({ kind: 'cdrom', file: join(workspace, 'b.iso') })).rejects.toThrow(/b\.iso does not exist/);
  });

  test('a seed is made by whoever makes seeds', async () => {
    const made: string[] = [];
    const makeSeed = async (file: string) => void made.push(file);
    await createDisk('web', disk({ kind: 'seed' }), { ...context, makeSeed });
    expect(made).toEqual([join(images, 'web_root.qcow2')]);
  });

  test('removal takes what was made, twice, and never the files of the user', async () => {
    const file = join(workspace, 'a.iso');
    await writeFile(file, Buffer.alloc(2048));
    const made = disk({ kind: 'empty', size: 2 ** 20 });
    await createDisk('web', made, context);
    await removeDisk(made, images);
    await removeDisk(made, images);
    await removeDisk(disk({ kind: 'cdrom', file }, { path: file }), images);
    expect(await readdir(images)).toEqual([]);
    expect(await readdir(workspace)).toEqual(['a.iso']);
  });
});

describe('downloads', () => {
  test('a disk is downloaded to where the file wants it', async () => {
    await using server = await startServer();
    server.on('/disk', serve(await readFile(await qcow2('source'))));
    const file = join(workspace, 'new', 'disk.qcow2');
    await create({ kind: 'file', file, fileFormat: 'qcow2', url: `${server.url}/disk`, copy: false });
    expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
    expect(await readdir(join(workspace, 'new'))).toEqual(['disk.qcow2']);
  });

  test('a disk without a place of its own goes to the images directory', async () => {
    await using server = await startServer();
    server.on('/disk', serve(await readFile(await qcow2('source'))));
    const source = { kind: 'file', fileFormat: 'qcow2', url: `${server.url}/disk`, copy: false } as const;
    const made = disk({ ...source, file: join(images, 'web_root_download.qcow2') });
    await expect(createDisk('web', made, context)).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED' });
    await createDisk('web', made, { ...context, imagesDir: images });
    expect(await hasPattern(made.path)).toBe(true);
    await removeDisk(made, images);
    expect(await readdir(images)).toEqual([]);
  });

  test('a compressed one is unpacked', async () => {
    await using server = await startServer();
    server.on('/disk.xz', serve(execFileSync('xz', ['--stdout', await qcow2('source')])));
    const source = { kind: 'file', fileFormat: 'qcow2', url: `${server.url}/disk.xz`, copy: false } as const;
    const made = disk({ ...source, file: join(images, 'web_root_download.qcow2.xz') });
    await createDisk('web', made, { ...context, imagesDir: images });
    expect(await hasPattern(made.path)).toBe(true);
  });

  test('one that needs a file of this host is refused, and so is a place outside', async () => {
    await using server = await startServer();
    server.on('/disk', serve(await readFile(await qcow2('source', '/etc/shadow', 'raw'))));
    const url = `${server.url}/disk`;
    const file = join(workspace, 'disk.qcow2');
    const unsafe = create({ kind: 'file', file, fileFormat: 'qcow2', url, copy: false });
    await expect(unsafe).rejects.toMatchObject({ code: 'DISK_DOWNLOAD_UNSAFE' });
    expect(await readdir(workspace)).toEqual(['source']);
    const outside = create({ kind: 'file', file: join(directory, 'x'), fileFormat: 'qcow2', url, copy: false });
    await expect(outside).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('chains of images', () => {
  const template = (file: string): DiskSource => ({ kind: 'template-file', backingFile: file, backingFormat: 'qcow2' });

  test('a complete chain is used as it is', async () => {
    await qcow2('base.qcow2');
    await qcow2('middle.qcow2', 'base.qcow2', 'qcow2');
    const file = await qcow2('top.qcow2', join(workspace, 'middle.qcow2'), 'qcow2');
    await create(template(file));
    expect(await readdir(images)).toEqual(['web_root.qcow2']);
    expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
  });

  test.each([
    './debian12:v1',
    'debian12:v1',
    '/somewhere/else/debian12:v1',
    './repo:debian12:v1',
  ])('a layered export of Lago finds its template by the name %s, and stays as it is', async (name) => {
    const file = await qcow2('export.qcow2', name);
    const before = await readFile(file);
    await create(template(file));
    expect(fetched).toEqual(['debian12:v1']);
    expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
    expect(Buffer.compare(await readFile(file), before)).toBe(0);
    expect(await readdir(workspace)).toEqual(['export.qcow2']);
    expect((await readdir(images)).sort()).toEqual(['web_root.base0.qcow2', 'web_root.qcow2']);
  });

  test('a template is found at any depth', async () => {
    await qcow2('bottom.qcow2', './debian12:v1');
    await qcow2('middle.qcow2', 'bottom.qcow2', 'qcow2');
    const file = await qcow2('top.qcow2', 'middle.qcow2', 'qcow2');
    await create(template(file));
    expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
  });

  test('a parent whose format nobody named gets one', async () => {
    await qcow2('base.qcow2');
    await create(template(await qcow2('top.qcow2', 'base.qcow2')));
    expect(await readQcow2Header(join(images, 'web_root.base0.qcow2'))).toMatchObject({
      backingFile: join(workspace, 'base.qcow2'),
      backingFormat: 'qcow2',
    });
    expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
  });

  test.each([
    ['/etc/shadow', 'raw', 'DISK_PATH_NOT_ALLOWED', /\/etc\/shadow lies outside/],
    ['../outside', 'raw', 'DISK_PATH_NOT_ALLOWED', /outside lies outside/],
    ['link', 'raw', 'DISK_PATH_NOT_ALLOWED', /which is really|lies outside/],
    ['missing.qcow2', 'qcow2', 'DISK_CHAIN_INVALID', /missing\.qcow2 of .* does not exist/],
    ['nbd://127.0.0.1/x', 'raw', 'DISK_CHAIN_INVALID', /is no file: "nbd/],
    ['json:{"driver":"file","filename":"/etc/shadow"}', 'raw', 'DISK_CHAIN_INVALID', /is no file/],
    ['top.qcow2', 'qcow2', 'DISK_CHAIN_INVALID', /is its own backing file/],
    ['base.vmdk', 'vmdk', 'DISK_CHAIN_INVALID', /has the format vmdk/],
  ])('an image that names %s is refused', async (backing, format, code, message) => {
    await writeFile(join(directory, 'outside'), 'secret');
    await writeFile(join(workspace, 'base.vmdk'), 'KDMV');
    await symlink(join(directory, 'outside'), join(workspace, 'link'));
    const attempt = create(template(await qcow2('top.qcow2', backing, format)));
    await expect(attempt).rejects.toMatchObject({ code, exitCode: 2 });
    await expect(attempt).rejects.toThrow(message);
    await expect(attempt).rejects.toThrow('disk root of VM web');
    expect(await readdir(images)).toEqual([]);
  });

  test('so is one whose parent names it, whatever the depth', async () => {
    await writeFile(join(directory, 'outside'), 'secret');
    await qcow2('base.qcow2', join(directory, 'outside'), 'raw');
    const file = await qcow2('top.qcow2', 'base.qcow2', 'qcow2');
    for (const copy of [true, false]) {
      const attempt = create({ kind: 'file', file, fileFormat: 'qcow2', copy });
      await expect(attempt).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED' });
    }
  });

  test('images that back each other are refused', async () => {
    const file = await qcow2('a.qcow2', 'b.qcow2', 'qcow2');
    await qcow2('b.qcow2', 'a.qcow2', 'qcow2');
    await expect(create(template(file))).rejects.toThrow(/is its own backing file/);
  });

  test('data outside of the image is refused', async () => {
    const file = join(workspace, 'top.qcow2');
    const data = join(directory, 'data');
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-o', `data_file=${data},data_file_raw=on`, file, '1M']);
    await expect(create(template(file))).rejects.toThrow(/keeps its data in another file/);
  });
});

describe('files that are not what they are said to be', () => {
  test.each([
    ['is missing', 'none.qcow2', 'DISK_FILE_MISSING', /none\.qcow2 does not exist/],
    ['is a directory', 'directory', 'DISK_FILE_MISSING', /is not a file/],
    ['is not qcow2', 'text', 'DISK_FORMAT_WRONG', /said to be qcow2, but it is not a qcow2 image/],
  ])('one that %s', async (_, name, code, message) => {
    await mkdir(join(workspace, 'directory'));
    await writeFile(join(workspace, 'text'), 'text');
    const attempt = create({ kind: 'file', file: join(workspace, name), fileFormat: 'qcow2', copy: false });
    await expect(attempt).rejects.toMatchObject({ code, exitCode: 2 });
    await expect(attempt).rejects.toThrow(message);
  });

  test('a qcow2 image that is said to be raw', async () => {
    const file = await qcow2('a.qcow2');
    const attempt = create({ kind: 'file', file, fileFormat: 'raw', copy: false });
    await expect(attempt).rejects.toMatchObject({ code: 'DISK_FORMAT_WRONG' });
  });
});

test('a cancelled copy leaves nothing', async () => {
  const file = await qcow2('a.qcow2');
  const signal = AbortSignal.abort();
  const attempt = createDisk('web', disk({ kind: 'file', file, fileFormat: 'qcow2', copy: true }), {
    ...context,
    signal,
  });
  await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await readdir(images)).toEqual([]);
});

test('a template that became qcow2 after it was planned as raw is used as what it is', async () => {
  const backingFile = await context.fetchTemplate('debian12', 'v1');
  const template = { repository: 'repo', template: 'debian12', version: 'v1' } as const;
  await create({ kind: 'template', ...template, backingFile, backingFormat: 'raw' });
  expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
});

test('a template that vanished from the store is an error that names it', async () => {
  const backingFile = await context.fetchTemplate('debian12', 'v1');
  await rename(backingFile, `${backingFile}.gone`);
  const source = {
    repository: 'repo',
    template: 'debian12',
    version: 'v1',
    backingFile,
    backingFormat: 'qcow2',
  } as const;
  await expect(create({ kind: 'template', ...source })).rejects.toThrow(/repo:debian12:v1/);
  expect(await readdir(images)).toEqual([]);
});
