import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addTemplate } from '../../../src/index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lago-add-'));
  writeFileSync(join(root, 'image'), 'none');
});
afterEach(() => rmSync(root, { recursive: true }));

it('a hash that is none is a mistake of the user, named with what is expected; nothing is left', async () => {
  const attempt = addTemplate({ cwd: root, stateDir: root, env: {}, name: 'own', image: 'image', hash: 'zz' });
  await expect(attempt).rejects.toMatchObject({
    code: 'TEMPLATE_HASH_INVALID',
    exitCode: 2,
    message: expect.stringContaining('"zz"'),
    hint: expect.stringContaining('40, 64 or 128 digits'),
  });
  expect(readdirSync(root).sort()).toEqual(['image', 'repos']);
  expect(readdirSync(join(root, 'repos'))).toEqual([]);
});
