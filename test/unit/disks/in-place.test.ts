import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkInPlace } from '../../../src/disks/in-place.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lago-in-place-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const check = (name: string) =>
  checkInPlace(
    { file: join(root, name), format: 'raw' },
    { roots: [root], fetchTemplate: () => Promise.reject(new Error('not asked for')) },
    'disk a of VM web',
  );

it('refuses a compressed file, whatever the link to it is called', async () => {
  writeFileSync(join(root, 'a.raw.xz'), Buffer.from('fd377a585a00ffff', 'hex'));
  symlinkSync('a.raw.xz', join(root, 'a.raw'));
  await expect(check('a.raw')).rejects.toMatchObject({
    code: 'DISK_FORMAT_WRONG',
    exitCode: 2,
    message: expect.stringMatching(/^disk a of VM web: .*a\.raw\.xz is compressed, so it cannot be used in place$/),
  });
});

it('takes a raw image', async () => {
  writeFileSync(join(root, 'a.raw'), Buffer.alloc(1024));
  await expect(check('a.raw')).resolves.toBeUndefined();
});
