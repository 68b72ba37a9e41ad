import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../../src/host/exec.ts';
import { type HashAlgorithm, hashFile } from '../../../src/host/hash.ts';
import { createLogger } from '../../../src/host/log.ts';
import { entryFiles, readRecord, validMark } from '../../../src/templates/entry.ts';
import { lookupTemplates } from '../../../src/templates/lookup.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import type { TemplateVersion } from '../../../src/templates/types.ts';

const NAME = { repository: 'r', template: 'a', version: 'v1' };
const OTHER = 'the repository now has other content for template r:a:v1; the store keeps what it has';

let directory: string;
let store: TemplateStore;
let users: readonly string[];
let said: string[];
const log = createLogger((event) => event.kind === 'message' && said.push(event.text));
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-pinned-'));
  users = [];
  said = [];
  store = new TemplateStore(join(directory, 'store'), async () => users);
  await makeImage('old', '1M');
  await makeImage('new', '2M');
});
afterEach(() => rm(directory, { recursive: true }));

const pathOf = (name: string) => join(directory, `${name}.qcow2`);

async function makeImage(name: string, size: string): Promise<void> {
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', pathOf(name), size]);
}

async function hashOf(name: string, algorithm: HashAlgorithm = 'sha256') {
  return { algorithm, value: (await hashFile(pathOf(name), [algorithm])).get(algorithm) ?? '' };
}

/** The version with the content of an image; without a hash unless it is given. */
function version(name: string, more: Partial<TemplateVersion> = {}): TemplateVersion {
  return { ...NAME, origin: { kind: 'file', path: pathOf(name) }, metadata: {}, ...more };
}

/** Which of the images the store has. */
async function stored(): Promise<string | undefined> {
  const image = await readFile(store.path(NAME));
  for (const name of ['old', 'new']) if (image.equals(await readFile(pathOf(name)))) return name;
  return undefined;
}

describe.each(['sha256', 'sha512'] as const)('a template of which the store has other content, by its %s', (kind) => {
  test.each([true, false])('stays, with a warning, when it is not pinned (it had a hash: %s)', async (hadHash) => {
    await store.ensure(version('old', hadHash ? { hash: await hashOf('old', kind) } : {}));
    await store.ensure(version('new', { hash: await hashOf('new', kind) }), { log });
    expect(said).toEqual([expect.stringContaining(OTHER)]);
    expect(await stored()).toBe('old');
  });

  test.each([true, false])('is fetched anew when it is pinned (it had a hash: %s)', async (hadHash) => {
    await store.ensure(version('old', hadHash ? { hash: await hashOf('old', kind) } : {}));
    const hash = await hashOf('new', kind);
    await store.ensure(version('new', { hash, isPinned: true }), { log });
    expect(await stored()).toBe('new');
    expect(await readRecord(entryFiles(store.directory, NAME))).toMatchObject({ hash });
    expect(said.join('\n')).toContain('r:a:v1 in the store is not usable (it is not what the lock file pins)');
  });

  test('is fetched anew when it is pinned and was not verified on this host', async () => {
    await store.ensure(version('old', { hash: await hashOf('old', kind) }));
    await rm(entryFiles(store.directory, NAME).mark);
    await store.ensure(version('new', { hash: await hashOf('new', kind), isPinned: true }), { log });
    expect(await stored()).toBe('new');
  });
});

test('a pinned template is not exchanged under disks', async () => {
  await store.ensure(version('old', { hash: await hashOf('old') }));
  users = ['5f0c2b'];
  const attempt = store.ensure(version('new', { hash: await hashOf('new'), isPinned: true }));
  await expect(attempt).rejects.toMatchObject({
    code: 'TEMPLATE_NOT_PINNED',
    message: 'template r:a:v1 in the store is not what the lock file pins, and there are disks over it: 5f0c2b',
  });
  expect(await stored()).toBe('old');
});

test.each([
  ['none', undefined, 'sha256'],
  ['none', undefined, 'sha512'],
  ['another kind of hash', 'sha512', 'sha256'],
  ['another kind of hash', 'sha256', 'sha512'],
] as const)('a template that came with %s (%s) is taken by its %s, which is noted', async (_what, before, now) => {
  await store.ensure(version('old', before === undefined ? {} : { hash: await hashOf('old', before) }));
  const files = entryFiles(store.directory, NAME);
  const hash = await hashOf('old', now);
  await writeFile(pathOf('new'), 'it is not fetched');
  await store.ensure(version('new', { hash, isPinned: true }), { log });
  expect(said).toEqual([]);
  expect(await stored()).toBe('old');
  expect(await readRecord(files)).toMatchObject({ hash, hashIsOfImage: true });
  expect(await validMark(files)).toMatchObject({ hash });
});

test('a template is used although its other hash cannot be noted', async () => {
  await store.ensure(version('old', { hash: await hashOf('old', 'sha512') }));
  const files = entryFiles(store.directory, NAME);
  await rm(files.hash);
  await mkdir(files.hash);
  await store.ensure(version('new', { hash: await hashOf('old'), isPinned: true }));
  expect(await stored()).toBe('old');
});

test('a version is pinned, whoever else asks for it without', async () => {
  const pinned = version('old', { isPinned: true });
  for (const order of [
    ['pinned', 'free'],
    ['free', 'pinned'],
  ]) {
    const search = async ({ template }: { readonly template: string }) =>
      ({ kind: 'found', version: template === 'pinned' ? pinned : version('old') }) as const;
    const { found } = await lookupTemplates(
      { search },
      store,
      order.map((template) => ({ template })),
    );
    expect(found).toEqual([pinned]);
  }
});
