import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { measureExport, planExport, writeExport } from '../../../src/disks/export.ts';
import { run } from '../../../src/host/exec.ts';
import { readQcow2Header } from '../../../src/host/qcow2.ts';
import { createOverlay } from '../../../src/host/qemu-img.ts';
import type { DiskPlan, DiskSource } from '../../../src/providers/plan.ts';
import { hasPattern, makeImage } from '../templates/images.ts';

const EMPTY: DiskSource = { kind: 'empty', size: 64 * 2 ** 20 };

let directory: string;
let storeDir: string;
let template: string;
beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'lago-export-')));
  storeDir = join(directory, 'store');
  await mkdir(storeDir);
  template = join(storeDir, 'repo:micro:v1');
  await makeImage(template, 7);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const at = (name: string) => join(directory, name);

async function overlay(name: string, below: string, ...commands: string[]): Promise<string> {
  await createOverlay(at(name), { file: below, format: 'qcow2' });
  for (const command of commands) await run('qemu-io', ['-f', 'qcow2', '-c', command, at(name)]);
  return at(name);
}

function disk(path: string, more: Partial<DiskPlan> = {}): DiskPlan {
  const place = { name: 'root', device: 'disk', bus: 'virtio', dev: 'vda', format: 'qcow2' } as const;
  return { ...place, path, source: EMPTY, metadata: {}, build: [], ...more };
}

async function exported(from: DiskPlan, standalone = false): Promise<string> {
  const image = await planExport(from, { standalone, storeDir }, 'disk root of VM web');
  expect(await measureExport(image, {})).toBeGreaterThan(0);
  await writeExport(image, at('out'), {});
  return at('out');
}

/** The exported layer with its template under the name it has there. */
async function beside(file: string): Promise<string> {
  await run('ln', ['-s', template, at('micro:v1')]);
  return file;
}

async function same(one: string, other: string): Promise<void> {
  await run('qemu-img', ['compare', '-f', 'qcow2', '-F', 'qcow2', one, other]);
}

describe('layered', () => {
  test('one layer gets the name of its template, with a format (D2)', async () => {
    const image = await overlay('top', template, 'write -q -P 9 1M 1M');
    const out = await exported(disk(image));
    expect(await readQcow2Header(out)).toMatchObject({ backingFile: './micro:v1', backingFormat: 'qcow2' });
    expect((await stat(out)).size).toBeLessThan(2 * 2 ** 20);
    await same(await beside(out), image);
  });

  test('layers above the template become one, whatever their number', async () => {
    await overlay('a', template, 'write -q -P 1 1M 3M');
    await overlay('b', at('a'), 'write -q -P 2 2M 1M');
    const image = await overlay('c', at('b'), 'write -q -P 3 3M 1M');
    const out = await exported(disk(image));
    expect(await readQcow2Header(out)).toMatchObject({ backingFile: './micro:v1' });
    expect((await stat(out)).size).toBeLessThan(4 * 2 ** 20);
    await same(await beside(out), image);
  });

  test('what a guest wiped does not come back from the template', async () => {
    await overlay('a', template, 'write -q -z 0 512k');
    const image = await overlay('b', at('a'), 'write -q -P 0 512k 512k');
    await same(await beside(await exported(disk(image))), image);
  });

  test('a disk that grew beyond its template keeps its size', async () => {
    await createOverlay(at('top'), { file: template, format: 'qcow2' }, {}, 128 * 2 ** 20);
    await run('qemu-io', ['-f', 'qcow2', '-c', 'write -q -P 9 100M 1M', at('top')]);
    const out = await exported(disk(at('top')));
    expect(await readQcow2Header(out)).toMatchObject({ virtualSize: 128 * 2 ** 20 });
    await same(await beside(out), at('top'));
  });

  test('a raw template keeps its format', async () => {
    await run('qemu-img', ['convert', '-O', 'raw', template, at('raw')]);
    await run('mv', [at('raw'), template]);
    await createOverlay(at('top'), { file: template, format: 'raw' });
    expect(await readQcow2Header(await exported(disk(at('top'))))).toMatchObject({
      backingFile: './micro:v1',
      backingFormat: 'raw',
    });
  });

  test('an image over no template is exported whole', async () => {
    await makeImage(at('mine.qcow2'), 4);
    const out = await exported(disk(await overlay('top', at('mine.qcow2'), 'write -q -P 9 1M 1M')));
    expect(await readQcow2Header(out)).not.toHaveProperty('backingFile');
    expect(await hasPattern(out, 4)).toBe(true);
  });

  test('a template of the store as it was at init counts, also when the store is another one now', async () => {
    const source = { repository: 'repo', template: 'micro', version: 'v1', backingFile: template } as const;
    const image = disk(await overlay('top', template), {
      source: { kind: 'template', ...source, backingFormat: 'qcow2' },
    });
    expect(await planExport(image, { standalone: false, storeDir: '/nowhere' }, 'x')).toMatchObject({
      kind: 'layer',
      name: 'micro:v1',
    });
  });
});

describe('whole', () => {
  test('standalone needs nothing else', async () => {
    const image = await overlay('top', await overlay('a', template, 'write -q -P 9 1M 1M'));
    const out = await exported(disk(image), true);
    await same(out, image);
    await rm(storeDir, { recursive: true });
    expect(await hasPattern(out, 7)).toBe(true);
    expect((await stat(out)).blocks * 512).toBeLessThan(4 * 2 ** 20);
  });

  test('a raw disk stays raw and sparse, whatever header its guest has written', async () => {
    await run('qemu-img', ['create', '-q', '-f', 'raw', at('raw'), '64M']);
    await run('dd', [`if=${template}`, `of=${at('raw')}`, 'bs=64k', 'count=1', 'conv=notrunc', 'status=none']);
    const out = await exported(disk(at('raw'), { format: 'raw' }));
    await run('cmp', [out, at('raw')]);
    expect((await stat(out)).blocks * 512).toBeLessThan(2 ** 20);
  });

  test('a CD-ROM is copied as it is', async () => {
    await writeFile(at('a.iso'), Buffer.alloc(3000, 5));
    const out = await exported(disk(at('a.iso'), { device: 'cdrom', format: 'raw' }));
    expect(await readFile(out)).toEqual(Buffer.alloc(3000, 5));
  });
});

describe('refused', () => {
  test.each([
    ['is gone', 'gone', 'DISK_FILE_MISSING'],
    ['lost its format', 'unnamed', 'DISK_CHAIN_INVALID'],
    ['lost its template', 'orphan', 'DISK_CHAIN_INVALID'],
  ])('an image that %s', async (_, name, code) => {
    await overlay('unnamed', template);
    const bytes = await readFile(at('unnamed'));
    bytes.writeUInt32BE(1, bytes.indexOf(Buffer.from('e2792aca', 'hex')));
    await writeFile(at('unnamed'), bytes);
    await overlay('orphan', template);
    if (name === 'orphan') await rm(template);
    const attempt = planExport(disk(at(name)), { standalone: true, storeDir }, 'disk root of VM web');
    await expect(attempt).rejects.toMatchObject({ code, exitCode: 2 });
  });
});

test('a machine that writes to the image meanwhile is seen by its lock', async () => {
  const image = await overlay('top', template);
  const writer = spawn('qemu-io', ['-f', 'qcow2', image], { stdio: ['pipe', 'pipe', 'ignore'] });
  writer.stdin.on('error', () => undefined);
  try {
    writer.stdin.write('write -P 1 0 64k\n');
    await new Promise((resolve) => writer.stdout.once('data', resolve));
    await expect(exported(disk(image))).rejects.toThrow(/lock/);
  } finally {
    writer.stdin.end('quit\n');
    await new Promise((resolve) => writer.once('close', resolve));
  }
});

test('a cancelled export ends at once', async () => {
  const image = await planExport(disk(await overlay('top', template)), { standalone: true, storeDir }, 'x');
  const attempt = writeExport(image, at('out'), { signal: AbortSignal.abort() });
  await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await readdir(directory)).not.toContain('out');
});
