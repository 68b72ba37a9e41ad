import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HostError } from '../../../src/host/errors.ts';
import {
  ensureDirectory,
  fileError,
  freeBytes,
  pathIsInside,
  readJson,
  readJsonIfExists,
  removeTree,
  writeFileAtomic,
  writeJson,
} from '../../../src/host/files.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-files-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('writeFileAtomic', () => {
  test('replaces the content, sets the mode whatever the umask, and leaves no temporary file', async () => {
    const file = join(directory, 'key');
    await writeFile(file, 'old');
    const umask = process.umask(0o077);
    try {
      await writeFileAtomic(file, 'new', { mode: 0o664 });
    } finally {
      process.umask(umask);
    }
    expect(await readFile(file, 'utf8')).toBe('new');
    expect((await stat(file)).mode & 0o777).toBe(0o664);
    expect(await readdir(directory)).toEqual(['key']);
  });

  test('keeps the old file and leaves nothing behind when the rename fails', async () => {
    const file = join(directory, 'occupied');
    await mkdir(join(file, 'below'), { recursive: true });
    await expect(writeFileAtomic(file, 'x')).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect(await readdir(directory)).toEqual(['occupied']);
  });

  test('a missing directory is an error that names the file', async () => {
    const file = join(directory, 'none', 'file');
    await expect(writeFileAtomic(file, 'x')).rejects.toThrow(file);
  });

  test('a full disk is a host error that says so', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const error = fileError(full, 'write', '/data/images/a');
    expect(error).toBeInstanceOf(HostError);
    expect(error).toMatchObject({ code: 'DISK_FULL', cause: full });
    expect(error.message).toContain('/data/images/a');
    expect(error.hint).toContain('/data/images');
  });
});

describe('readJson', () => {
  const schema = z.object({ nets: z.array(z.string()) });

  test('reads what writeJson wrote, which is indented by four', async () => {
    const file = join(directory, 'env');
    await writeJson(file, { nets: ['a'] });
    expect(await readFile(file, 'utf8')).toBe('{\n    "nets": [\n        "a"\n    ]\n}\n');
    expect(await readJson(file, schema)).toEqual({ nets: ['a'] });
  });

  test.each([
    ['{"nets": [', /env.*not valid JSON/],
    ['{"nets": [1]}', /env.*nets\.0/],
    ['', /env.*not valid JSON/],
  ])('a broken file %j is named with its fault', async (text, message) => {
    const file = join(directory, 'env');
    await writeFile(file, text);
    await expect(readJson(file, schema)).rejects.toMatchObject({ code: 'FILE_BROKEN', exitCode: 2 });
    await expect(readJson(file, schema)).rejects.toThrow(message);
  });

  test('a missing file is told apart from a broken one', async () => {
    const file = join(directory, 'none');
    await expect(readJson(file, schema)).rejects.toMatchObject({ code: 'FILE_MISSING' });
    expect(await readJsonIfExists(file, schema)).toBeUndefined();
  });
});

describe('removeTree', () => {
  test('removes a tree without following symlinks, and is idempotent', async () => {
    const outside = join(directory, 'outside');
    await mkdir(join(directory, 'tree', 'deep'), { recursive: true });
    await mkdir(outside);
    await writeFile(join(outside, 'kept'), '');
    await symlink(outside, join(directory, 'tree', 'link'));
    await removeTree(join(directory, 'tree'));
    await removeTree(join(directory, 'tree'));
    await removeTree(join(outside, 'kept', 'below-a-file'));
    expect(await readdir(directory)).toEqual(['outside']);
    expect(await readdir(outside)).toEqual(['kept']);
  });

  test.each(['', '/', 'relative', '/..'])('refuses %j', async (path) => {
    await expect(removeTree(path)).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

test('freeBytes asks the nearest directory that exists', async () => {
  const here = await freeBytes(directory);
  expect(here).toBeGreaterThan(0);
  expect(await freeBytes(join(directory, 'not', 'there', 'yet'))).toBeGreaterThan(0);
});

describe('ensureDirectory', () => {
  test('below a set-gid, group-writable directory everything new is group-writable', async () => {
    await ensureDirectory(directory);
    await chmod(directory, 0o2775);
    const umask = process.umask(0o022);
    try {
      await ensureDirectory(join(directory, 'a', 'b'));
    } finally {
      process.umask(umask);
    }
    for (const path of [join(directory, 'a'), join(directory, 'a', 'b')]) {
      expect((await stat(path)).mode & 0o7777).toBe(0o2775);
    }
  });

  test('a file in the way is named', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    await expect(ensureDirectory(join(file, 'below'))).rejects.toThrow(file);
  });
});

test.each([
  ['/a/b', '/a', true],
  ['/a', '/a', true],
  ['/a/b/../../c', '/a', false],
  ['/ab', '/a', false],
  ['/a/..b', '/a', true],
  ['/', '/a', false],
  ['/a', '/', true],
])('pathIsInside(%j, %j) is %j', (path, parent, inside) => {
  expect(pathIsInside(path, parent)).toBe(inside);
});
