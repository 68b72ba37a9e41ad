import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { run } from '../../../src/host/exec.ts';

const PROJECT = join(import.meta.dirname, '../../..');
const CONFIG = join(import.meta.dirname, 'fixtures/vitest.config.ts');

test('a test that passed only when it was run again is named, with why it had failed', async () => {
  const vitest = join(PROJECT, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout } = await run(process.execPath, [vitest, 'run', '--config', CONFIG], { cwd: PROJECT, env });
  const [, told] = stdout.split('Failed first, and passed when run again: 1\n');
  expect(told).toMatch(/^ {2}test\/unit\/support\/fixtures\/flaky\.spec\.ts > passes at its second turn\n.*turns/);
  expect(told).not.toContain('passes at once');
});
