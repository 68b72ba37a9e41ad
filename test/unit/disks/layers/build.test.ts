import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BuildParts, ensureLayer } from '../../../../src/disks/layers/build.ts';
import { Builders } from '../../../../src/disks/layers/builders.ts';
import { LayerStore } from '../../../../src/disks/layers/store.ts';
import type { LayerNode } from '../../../../src/disks/layers/trie.ts';
import { createEmpty } from '../../../../src/host/qemu-img.ts';
import { buildRun, fakeBuilder } from './support.ts';

const KEY = 'a'.repeat(64);

let directory: string;
let store: LayerStore;
let node: LayerNode;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lago-layers-'));
  store = new LayerStore(directory);
  const file = join(directory, 'repo:debian:1');
  await createEmpty(file, 'qcow2', 2 ** 20);
  const step = { key: KEY, step: { builder: 'fake', options: {}, entry: 1 } };
  node = { key: KEY, base: { id: 'repo:debian:1', digest: 'd', file }, steps: [step], owners: [], depth: 0 };
});
afterEach(() => rmSync(directory, { recursive: true }));

async function ensure(more: Partial<BuildParts> = {}) {
  const { file: _, ...run } = buildRun();
  const layer = await ensureLayer(node, { ...run, store, builders: new Builders([fakeBuilder()]), ...more });
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
