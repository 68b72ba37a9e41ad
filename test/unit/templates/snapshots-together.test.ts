import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeJson } from '../../../src/host/files.ts';
import { openRepository, type RepositoryOptions } from '../../../src/templates/repository.ts';
import { readSnapshot } from '../../../src/templates/snapshot.ts';

vi.mock('../../../src/host/files.ts', async (original) => {
  const files = await original<typeof import('../../../src/host/files.ts')>();
  return { ...files, writeJson: vi.fn(files.writeJson) };
});

const NAMES = ['one', 'two', 'three'];

let directory: string;
let options: RepositoryOptions;
let location: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-snapshots-'));
  options = { storeDir: join(directory, 'store'), cwd: directory };
  location = join(directory, 'repo.json');
  const templates = NAMES.map((name) => [name, { versions: { v: { source: 'here', handle: name, timestamp: 1 } } }]);
  const sources = { here: { type: 'file', args: { root: 'images' } } };
  await writeFile(location, JSON.stringify({ name: 'test', sources, templates: Object.fromEntries(templates) }));
  await mkdir(join(directory, 'images'));
  for (const name of NAMES) await writeFile(join(directory, 'images', `${name}.hash`), `${'ab'.repeat(32)}\n`);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function seen(): Promise<readonly string[]> {
  return [...((await readSnapshot(options.storeDir, location))?.details.keys() ?? [])].sort();
}

test('templates that are looked up at once are all remembered, however long it takes to write', async () => {
  const { writeJson: write } =
    await vi.importActual<typeof import('../../../src/host/files.ts')>('../../../src/host/files.ts');
  vi.mocked(writeJson).mockImplementationOnce(async (...call) => {
    for (let turn = 0; turn < 5000; turn++) await setImmediate();
    await write(...call);
  });
  const repository = await openRepository(location, options);
  await Promise.all(NAMES.map((template) => repository.resolve({ template })));
  expect(await seen()).toEqual(['one:v', 'three:v', 'two:v']);
});

test('templates that others look up meanwhile are remembered, too', async () => {
  const [mine, theirs] = [await openRepository(location, options), await openRepository(location, options)];
  await mine.resolve({ template: 'one' });
  await theirs.resolve({ template: 'two' });
  expect(await seen()).toEqual(['one:v', 'two:v']);
});
