import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../../src/host/exec.ts';
import { createLogger, pullTemplates, verifyTemplates } from '../../../src/index.ts';

let directory: string;
let image: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-repair-'));
  image = join(directory, 'image.qcow2');
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', image, '1M']);
  const versions = { v1: { source: 'here', handle: 'image.qcow2', timestamp: 1 } };
  const sources = { here: { type: 'file', args: { root: '.' } } };
  const repository = { name: 'r', sources, templates: { a: { versions } } };
  await writeFile(join(directory, 'repo.json'), JSON.stringify(repository));
});
afterEach(() => rm(directory, { recursive: true }));

const options = () => ({
  ...{ cwd: directory, env: {}, stateDir: join(directory, 'state'), log: createLogger() },
  templateRepos: ['repo.json'],
});

test('a broken template is fetched anew although a layer that nobody uses lies over it', async () => {
  const [pulled] = await pullTemplates({ ...options(), templates: ['a'] });
  const stored = pulled?.path ?? '';
  const key = 'ab'.repeat(32);
  const layers = join(directory, 'state', 'store', 'layers');
  await mkdir(layers);
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', stored, '-F', 'qcow2', join(layers, key)]);
  await writeFile(stored, 'noise');
  const usedBy = [`layer ${key}`];
  expect(await verifyTemplates(options())).toMatchObject([{ id: 'r:a:v1', state: 'broken', usedBy }]);
  expect(await verifyTemplates({ ...options(), repair: true })).toMatchObject([{ id: 'r:a:v1', state: 'repaired' }]);
  expect(await readFile(stored)).toEqual(await readFile(image));
});
