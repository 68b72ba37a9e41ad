import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assertAllowedPath } from '../../../src/disks/allowed.ts';

let directory: string;
let workspace: string;
beforeEach(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'lago-allowed-')));
  workspace = join(directory, 'workspace');
  await mkdir(join(workspace, 'images'), { recursive: true });
  await writeFile(join(directory, 'secret'), '');
  await writeFile(join(workspace, 'images', 'a.qcow2'), '');
});
afterEach(() => rm(directory, { recursive: true }));

const check = (path: string, roots = [workspace]) => assertAllowedPath(path, roots, 'disk root of VM web');

describe('assertAllowedPath', () => {
  test('gives the real path of a file inside, also when it is not there yet', async () => {
    expect(await check(join(workspace, 'images', 'a.qcow2'))).toBe(join(workspace, 'images', 'a.qcow2'));
    expect(await check(join(workspace, 'new', 'b.qcow2'))).toBe(join(workspace, 'new', 'b.qcow2'));
    expect(await check(workspace)).toBe(workspace);
  });

  test.each([
    ['outside', () => join(directory, 'secret')],
    ['outside by ..', () => `${workspace}/images/../../secret`],
    ['in a directory whose name only starts the same', () => `${workspace}-other/a`],
    ['above', () => '/'],
  ])('refuses a file %s', async (_, path) => {
    const attempt = check(path());
    await expect(attempt).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED', exitCode: 2 });
    await expect(attempt).rejects.toThrow(/disk root of VM web: .* lies outside/);
  });

  test('refuses a symlink that leads outside, and says where to', async () => {
    await symlink(join(directory, 'secret'), join(workspace, 'link'));
    await symlink(directory, join(workspace, 'up'));
    await expect(check(join(workspace, 'link'))).rejects.toThrow(`which is really ${join(directory, 'secret')}`);
    await expect(check(join(workspace, 'up', 'secret'))).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED' });
    await expect(check(join(workspace, 'up', 'new'))).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED' });
  });

  test('follows symlinks of the allowed directories too', async () => {
    await symlink(workspace, join(directory, 'home'));
    const inside = join(workspace, 'images', 'a.qcow2');
    expect(await check(join(directory, 'home', 'images', 'a.qcow2'))).toBe(inside);
    expect(await check(inside, [join(directory, 'home')])).toBe(inside);
  });

  test('`/` allows everything, nothing allows nothing', async () => {
    expect(await check(join(directory, 'secret'), ['/'])).toBe(join(directory, 'secret'));
    await expect(check(workspace, [])).rejects.toMatchObject({ code: 'DISK_PATH_NOT_ALLOWED' });
  });

  test('a symlink in a circle is an error, not a hang', async () => {
    await symlink('circle', join(workspace, 'circle'));
    await expect(check(join(workspace, 'circle'))).rejects.toThrow(/circle/);
  });
});
