import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildParts, ensureLayer } from '../../../../src/disks/layers/build.ts';
import { Builders } from '../../../../src/disks/layers/builders.ts';
import { inputReader } from '../../../../src/disks/layers/inputs.ts';
import { layerKeys } from '../../../../src/disks/layers/keys.ts';
import { LayerStore } from '../../../../src/disks/layers/store.ts';
import { type LayerNode, leafKey } from '../../../../src/disks/layers/trie.ts';
import type { LayerBuilder, LayerStep } from '../../../../src/disks/layers/types.ts';
import { createLogger } from '../../../../src/host/log.ts';
import { createEmpty } from '../../../../src/host/qemu-img.ts';
import { buildRun, fakeBuilder } from './support.ts';

/** A builder that takes in a file, if the step has one. */
const builder = (more: Partial<LayerBuilder> = {}) =>
  fakeBuilder({
    identity: async ({ options }, { identityOf }) =>
      'file' in options ? await identityOf(String(options.file)) : JSON.stringify(options),
    describe: () => 'a step',
    ...more,
  });

let KEY: string;
let directory: string;
let store: LayerStore;
let node: LayerNode;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lago-layers-'));
  store = new LayerStore(directory);
  await createEmpty(join(directory, 'repo:debian:1'), 'qcow2', 2 ** 20);
  node = await nodeOf({ name: 'x' });
  KEY = node.key;
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A layer of steps with the given options. */
async function nodeOf(...options: readonly LayerStep['options'][]): Promise<LayerNode> {
  const base = { id: 'repo:debian:1', digest: 'd', file: join(directory, 'repo:debian:1') };
  const given = options.map((one, index) => ({ builder: 'fake', options: one, entry: index + 1 }));
  const steps = await layerKeys(base, given, new Builders([builder()]), buildRun({ identityOf: inputReader() }));
  return { key: leafKey({ steps }), base, steps, owners: [], depth: 0 };
}

async function ensure(more: Partial<BuildParts> = {}) {
  const { file: _, ...run } = buildRun();
  const layer = await ensureLayer(node, { ...run, store, builders: new Builders([builder()]), ...more });
  await layer?.[Symbol.asyncDispose]();
  return layer;
}

it('builds a layer once', async () => {
  expect((await ensure())?.built?.key).toBe(KEY);
  const there = await ensure();
  // Held, and not built just now.
  expect(there).toEqual({ [Symbol.asyncDispose]: expect.any(Function) });
});

it.each([
  ['its record is broken', () => writeFileSync(store.recordFile(KEY), '')],
  ['its image was altered', () => writeFileSync(store.path(KEY), Buffer.alloc(readFileSync(store.path(KEY)).length))],
])('leaves what is in its place when %s and disks lie over it, and builds it anew otherwise', async (_, alter) => {
  await ensure();
  alter();
  const [image, record] = [readFileSync(store.path(KEY)), readFileSync(store.recordFile(KEY))];
  expect(await ensure({ isUsed: async (key) => key === KEY })).toBeUndefined();
  expect(readFileSync(store.path(KEY))).toEqual(image);
  expect(readFileSync(store.recordFile(KEY))).toEqual(record);
  expect((await ensure({ isUsed: async () => false }))?.built?.key).toBe(KEY);
  expect(await store.has(KEY)).toBe(true);
});

describe('files that a step takes in', () => {
  const input = () => join(directory, 'input');
  beforeEach(async () => {
    writeFileSync(input(), 'one');
    node = await nodeOf({ name: 'x' }, { file: input() });
  });
  const builds = (run: LayerBuilder['run']) => ensure({ builders: new Builders([builder({ run })]) });

  it('keep it from being a layer when they change meanwhile: nobody could say by what key it is to be found', async () => {
    const messages: string[] = [];
    const log = createLogger((event) => {
      if (event.kind === 'message' && event.level === 'warning') messages.push(event.text);
    });
    const run = async () => writeFileSync(input(), 'other');
    expect(await ensure({ log, builders: new Builders([builder({ run })]) })).toBeUndefined();
    expect(messages).toEqual([
      'web/root: files that build entry 2 takes in changed while its layer was built: what is built now is for this environment only',
    ]);
    await expect(builds(async () => rmSync(input()))).rejects.toMatchObject({ code: 'FILE_FAILED' });
    expect(readdirSync(store.directory)).toEqual([]);
    writeFileSync(input(), 'one');
    expect((await ensure())?.built?.key).toBe(node.key);
  });

  it.each([
    '.lago/default/logs/lago.log',
    'roles/x/filter_plugins/__pycache__/y.pyc',
  ])('do not change by what changes by itself in a directory: %s', async (name) => {
    rmSync(input());
    mkdirSync(join(input(), dirname(name)), { recursive: true });
    writeFileSync(join(input(), name), 'one');
    node = await nodeOf({ name: 'x' }, { file: input() });
    const changed = builds(async () => writeFileSync(join(input(), name), 'other'));
    expect((await changed)?.built?.key).toBe(node.key);
  });

  it('may be written anew as they were', async () => {
    expect((await builds(async () => writeFileSync(input(), 'one')))?.built?.key).toBe(node.key);
  });
});

describe('a layer with a secret in it', () => {
  const log = createLogger();
  log.mask('geheim');
  log.mask('12345');
  const record = async (options: LayerStep['options']) => {
    node = await nodeOf({ name: 'x' }, options);
    return (await ensure({ log }))?.built;
  };

  it.each([
    { 'run-command': 'echo root:geheim | chpasswd' },
    { write: ['/etc/hosts:x', '/etc/token:geheim'] },
    { env: { LOGIN: 'bob:geheim' } },
    { env: { geheim: '' } },
    { run: [{ nested: [{ pin: 123456 }] }] },
  ])('is known by what the log masks, wherever it stands: %j', async (options) => {
    const built = await record(options);
    expect(built?.secret).toBe(true);
    expect(JSON.stringify(built)).not.toContain('geheim');
  });

  it.each([
    { 'run-command': 'echo root', env: { A: null, B: 1234, C: true } },
  ])('is not seen in %j', async (options) => {
    expect((await record(options))?.secret).toBe(false);
  });

  it('is known by its builder without that', async () => {
    const builders = new Builders([builder({ isSecret: ({ options }) => 'name' in options })]);
    expect((await ensure({ builders }))?.built?.secret).toBe(true);
  });
});
