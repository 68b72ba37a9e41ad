import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { PROJECT } from '../../support/markdown.ts';

it('action.yml and the tables of the README are what the code says', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(PROJECT, 'scripts/generate-action.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
