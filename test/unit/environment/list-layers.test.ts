import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LayerStore } from '../../../src/disks/layers/store.ts';
import { ensureDirectory } from '../../../src/host/files.ts';
import { listLayers } from '../../../src/index.ts';

const KEY = 'a'.repeat(64);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-list-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it("lists layers without what a stranger's init file would do to a terminal", async () => {
  const store = new LayerStore(join(directory, 'store'));
  await ensureDirectory(store.directory);
  writeFileSync(store.temporary(KEY), 'an image');
  await store.publish({
    key: KEY,
    base: { id: 'repo:\u001b[2J:1', digest: 'd', format: 'qcow2' },
    arch: 'x86_64',
    steps: [{ key: KEY, builder: 'virt-customize', summary: 'install vim\u001b]0;title\u0007' }],
    secret: false,
    createdAt: '2026-01-01T00:00:00.000Z',
    buildMs: 1,
  });
  const [layer] = await listLayers({ stateDir: directory });
  expect(layer).toMatchObject({
    base: 'repo:\\x1b[2J:1',
    steps: [{ key: KEY, builder: 'virt-customize', summary: 'install vim\\x1b]0;title\\x07' }],
  });
});
