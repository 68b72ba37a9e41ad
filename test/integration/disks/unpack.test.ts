import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDisk, type DiskContext } from '../../../src/disks/create.ts';
import { run } from '../../../src/host/exec.ts';
import { readQcow2Header } from '../../../src/host/qcow2.ts';
import type { DiskPlan, DiskSource } from '../../../src/providers/plan.ts';
import { file as serve, startServer } from '../../unit/host/fixtures/http-server.ts';
import { hasPattern, makeImage } from '../templates/images.ts';

let directory: string;
let workspace: string;
let images: string;
let context: DiskContext;
beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'lago-unpack-')));
  workspace = join(directory, 'workspace');
  images = join(directory, 'images');
  await mkdir(workspace);
  await mkdir(join(directory, 'store'));
  context = {
    roots: [workspace, join(directory, 'store')],
    imagesDir: images,
    retry: { retries: 1, retryDelayMs: 1 },
    fetchTemplate: async (template, version) => {
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

const template = (name: string): DiskSource => ({
  kind: 'template-file',
  backingFile: join(workspace, name),
  backingFormat: 'qcow2',
});

const PACKERS = { '.xz': ['xz'], '.zst': ['zstd', '-q', '--rm'], '.gz': ['gzip'] } as const;
type Suffix = keyof typeof PACKERS;

async function pack(file: string, suffix: Suffix = '.xz'): Promise<void> {
  const [program, ...args] = PACKERS[suffix];
  await run(program, [...args, file]);
}

/** An image of a layered export: a layer over a template that is not beside it. */
async function layered(name: string, parent = './debian12:v1'): Promise<string> {
  const file = join(workspace, name);
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-u', '-b', parent, '-F', 'qcow2', file, '64M']);
  await run('qemu-img', ['rebase', '-u', '-f', 'qcow2', '-b', '', file]);
  await run('qemu-io', ['-f', 'qcow2', '-c', 'write -q -P 9 1M 1M', file]);
  await run('qemu-img', ['rebase', '-u', '-f', 'qcow2', '-b', parent, '-F', 'qcow2', file]);
  return file;
}

test.each([
  '.xz',
  '.zst',
  '.gz',
] as const)('an image with the suffix %s is unpacked, and its parent found', async (suffix) => {
  await pack(await layered('a.qcow2'), suffix);
  const before = await readdir(workspace);
  await createDisk('web', disk(template(`a.qcow2${suffix}`)), context);
  const path = join(images, 'web_root.qcow2');
  expect(await hasPattern(path, 7)).toBe(true);
  const { stdout } = await run('qemu-io', ['-r', '-f', 'qcow2', '-c', 'read -P 9 1M 1M', path]);
  expect(stdout).not.toContain('Pattern verification failed');
  expect(await readdir(workspace)).toEqual(before);
  expect((await readdir(images)).sort()).toEqual(['web_root.qcow2', 'web_root.unpacked.qcow2']);
  expect((await stat(join(images, 'web_root.unpacked.qcow2'))).mode & 0o777).toBe(0o644);
});

test('D34: an init file that names the image without the .xz it has works', async () => {
  await pack(await layered('a.qcow2'));
  await createDisk('web', disk(template('a.qcow2')), context);
  expect(await hasPattern(join(images, 'web_root.qcow2'), 7)).toBe(true);
});

test('relative names in a compressed image mean the directory it lies in', async () => {
  await makeImage(join(workspace, 'base.qcow2'), 5);
  await pack(await layered('a.qcow2', 'base.qcow2'));
  await createDisk('web', disk(template('a.qcow2.xz')), context);
  expect(await hasPattern(join(images, 'web_root.qcow2'), 5)).toBe(true);
  expect(await readQcow2Header(join(images, 'web_root.unpacked.qcow2'))).toMatchObject({
    backingFile: join(workspace, 'base.qcow2'),
  });
});

test('a compressed image that names a file of the host is refused', async () => {
  for (const parent of ['/etc/shadow', '../secret']) {
    await rm(join(workspace, 'a.qcow2.xz'), { force: true });
    await writeFile(join(directory, 'secret'), 'secret');
    await pack(await layered('a.qcow2', parent));
    const attempt = createDisk('web', disk(template('a.qcow2.xz')), context);
    await expect(attempt).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED' });
  }
});

test('a compressed image from a server must be whole', async () => {
  await using server = await startServer();
  await pack(await layered('a.qcow2', join(workspace, 'base.qcow2')));
  await makeImage(join(workspace, 'base.qcow2'));
  server.on('/a.xz', serve(await readFile(join(workspace, 'a.qcow2.xz'))));
  const source = { kind: 'file', fileFormat: 'qcow2', url: `${server.url}/a.xz`, copy: false } as const;
  const attempt = createDisk('web', disk({ ...source, file: join(images, 'download.qcow2.xz') }), context);
  await expect(attempt).rejects.toMatchObject({ code: 'DISK_DOWNLOAD_UNSAFE' });
});

test('a copy of a compressed raw disk is no bigger than its data', async () => {
  const file = join(workspace, 'a.raw');
  await run('qemu-img', ['create', '-q', '-f', 'raw', file, '64M']);
  await run('qemu-io', ['-f', 'raw', '-c', 'write -q -P 7 0 1M', file]);
  const { size } = await stat(file);
  await pack(file);
  const made = disk(
    { kind: 'file', file: `${file}.xz`, fileFormat: 'raw', copy: true },
    { path: join(images, 'web_root.raw'), format: 'raw' },
  );
  await createDisk('web', made, context);
  expect(await hasPattern(made.path, 7, 'raw')).toBe(true);
  expect(await readdir(images)).toEqual(['web_root.raw']);
  const copy = await stat(made.path);
  expect(copy.size).toBe(size);
  expect(copy.blocks * 512).toBeLessThan(2 * 1024 * 1024);
});

test('a compressed CD-ROM is unpacked to its place in the environment', async () => {
  const file = join(workspace, 'a.iso');
  await writeFile(file, Buffer.alloc(4096, 1));
  await pack(file);
  const path = join(images, 'web_cd.iso');
  const place = { path, format: 'raw', device: 'cdrom' } as const;
  await createDisk('web', disk({ kind: 'cdrom', file: `${file}.xz` }, place), context);
  expect(await readFile(path)).toEqual(Buffer.alloc(4096, 1));
});

test('an archive that is cut short is refused, and nothing is left', async () => {
  await pack(await layered('a.qcow2'));
  const file = join(workspace, 'a.qcow2.xz');
  await writeFile(file, (await readFile(file)).subarray(0, -20));
  const attempt = createDisk('web', disk(template('a.qcow2.xz')), context);
  await expect(attempt).rejects.toMatchObject({ code: 'DECOMPRESSION_FAILED' });
  expect(await readdir(images)).toEqual([]);
});

test('what only has the suffix is used as it is', async () => {
  await makeImage(join(workspace, 'a.xz'));
  await createDisk('web', disk(template('a.xz')), context);
  expect(await readdir(images)).toEqual(['web_root.qcow2']);
  expect(await hasPattern(join(images, 'web_root.qcow2'))).toBe(true);
});
