import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEmpty } from '../../../src/host/qemu-img.ts';
import { pullTemplates } from '../../../src/index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lago-pull-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('says what was fetched, and not what was only verified again', async () => {
  await createEmpty(join(root, 'image'), 'qcow2', 2 ** 20);
  const versions = { v1: { source: 'here', handle: 'image', timestamp: 1 } };
  const sources = { here: { type: 'file', args: { root } } };
  writeFileSync(join(root, 'repo.json'), JSON.stringify({ name: 'ours', sources, templates: { own: { versions } } }));
  const options = { cwd: root, stateDir: root, env: {}, templates: ['own'], templateRepos: ['repo.json'] };
  const [pulled] = await pullTemplates(options);
  expect(pulled?.fetched).toBe(true);
  expect(await pullTemplates(options)).toEqual([{ ...pulled, fetched: false }]);
  rmSync(`${pulled?.path}.verified`);
  expect(await pullTemplates(options)).toEqual([{ ...pulled, fetched: false }]);
  writeFileSync(pulled?.path ?? '', 'altered');
  utimesSync(pulled?.path ?? '', 1, 1);
  expect((await pullTemplates(options)).map(({ fetched }) => fetched)).toEqual([true]);
});
