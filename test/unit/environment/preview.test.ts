import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { planInitFile } from '../../../src/index.ts';

it.each([
  [undefined, 'default'],
  ['current', 'default'],
  ['other', 'other'],
])('a plan for the prefix %j shows the one that init would make: %s', async (prefixName, expected) => {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'lago-preview-')));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  writeFileSync(join(cwd, 'LagoInitFile'), 'nets: {n: {}}\ndomains: {a: {memory: 64, nics: [{net: n}]}}\n');
  const name = prefixName === undefined ? {} : { prefixName };
  const { plan } = await planInitFile({ cwd, stateDir: join(cwd, 'state'), env: {}, ...name });
  expect(plan.prefix).toBe(join(cwd, '.lago', expected));
});
