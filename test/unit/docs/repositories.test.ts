import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRepository } from '../../../src/templates/repository.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-docs-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

it.each(snippetsRunAs('repository'))('is a template repository: $key', async ({ text }) => {
  const images = join(directory, 'images');
  mkdirSync(images);
  writeFileSync(join(directory, 'repo.json'), text);
  writeFileSync(join(images, 'debian12.qcow2.hash'), 'a'.repeat(64));
  writeFileSync(join(images, 'debian12.qcow2.metadata'), '{"distro": "debian12", "provision": "smbios"}');
  const repository = await openRepository('repo.json', { cwd: directory, storeDir: join(directory, 'store') });
  expect(await repository.resolve({ template: 'debian12' })).toEqual({
    repository: 'lab',
    template: 'debian12',
    version: 'v1',
    origin: { kind: 'file', path: join(images, 'debian12.qcow2') },
    hash: { algorithm: 'sha256', value: 'a'.repeat(64) },
    metadata: { distro: 'debian12', provision: 'smbios' },
  });
});
