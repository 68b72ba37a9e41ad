import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../../src/host/exec.ts';
import { hashFile } from '../../../src/host/hash.ts';
import { TemplateTransfer } from '../../../src/templates/ci-cache.ts';
import { entryFiles } from '../../../src/templates/entry.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import { withTransfer } from '../../../src/templates/transfer.ts';
import type { TemplateVersion } from '../../../src/templates/types.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-ci-cache-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A template of a small image that is qcow2 already, so that its hash is that of what is in the store. */
async function makeTemplate(): Promise<TemplateVersion> {
  const path = join(directory, 'image.qcow2');
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', path, '1M']);
  const value = (await hashFile(path, ['sha256'])).get('sha256') ?? '';
  const name = { repository: 'r', template: 'a', version: 'v1' };
  return { ...name, origin: { kind: 'file', path }, hash: { algorithm: 'sha256', value }, metadata: {} };
}

test('what is restored leaves nothing of downloads that were interrupted or killed before', async () => {
  const version = await makeTemplate();
  const here = new TemplateStore(join(directory, 'here'));
  const there = new TemplateStore(join(directory, 'there'));
  await here.ensure(version);
  const files = entryFiles(there.directory, version);
  mkdirSync(there.directory);
  const left = [files.part, `${files.part}.state`, files.temporary, files.converted];
  for (const file of left) writeFileSync(file, 'half of it');

  const accepted = await withTransfer(there.directory, 'a test', async (entry) => {
    expect(await new TemplateTransfer(here).stage(version, entry)).toBeUndefined();
    return new TemplateTransfer(there).accept(version, entry);
  });
  expect(accepted).toBeUndefined();
  expect(await there.has(version)).toBe(true);
  const names = readdirSync(there.directory).filter((name) => name !== 'transfer');
  const ends = names.map((name) => name.slice('r:a:v1'.length)).toSorted();
  expect(ends).toEqual(['', '.hash', '.metadata', '.record', '.verified']);
});
