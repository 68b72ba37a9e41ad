import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publish, unpublish } from '../../../src/environment/export-publish.ts';

let directory: string;
let staging: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'publish-'));
  staging = join(directory, '.staging');
  mkdirSync(staging);
  for (const name of ['a.qcow2', 'b.qcow2', 'LagoInitFile']) writeFileSync(join(staging, name), name);
});
afterEach(() => rmSync(directory, { recursive: true }));

const published = () => readdirSync(directory).filter((name) => name !== '.staging');

it('leaves a complete export where it is, whatever else lies with the unfinished files', async () => {
  writeFileSync(join(staging, 'a.raw'), 'made on the way');
  await publish(['a.qcow2', 'b.qcow2', 'LagoInitFile'], staging);
  await unpublish(staging);
  expect(published().sort()).toEqual(['LagoInitFile', 'a.qcow2', 'b.qcow2']);
});

it('takes back what was published when a file cannot be', async () => {
  await expect(publish(['a.qcow2', 'missing'], staging)).rejects.toThrow('ENOENT');
  expect(published()).toEqual([]);
  expect(readdirSync(staging)).toContain('a.qcow2');
});

it('takes back what was published when a file is in the way, and leaves that one', async () => {
  writeFileSync(join(directory, 'b.qcow2'), "the user's");
  await expect(publish(['a.qcow2', 'b.qcow2'], staging)).rejects.toThrow('EEXIST');
  expect(published()).toEqual(['b.qcow2']);
  expect(readFileSync(join(directory, 'b.qcow2'), 'utf8')).toBe("the user's");
});

it('takes back what a killed call published, and nothing else', async () => {
  await publish(['a.qcow2', 'b.qcow2'], staging);
  // As if it had been killed before the init file.
  rmSync(join(staging, '.published'));
  writeFileSync(join(directory, 'LagoInitFile'), "the user's");
  await unpublish(staging);
  expect(published()).toEqual(['LagoInitFile']);
});

it('does nothing when there is no directory any more', async () => {
  await unpublish(join(directory, 'gone'));
  expect(readdirSync(directory)).toEqual(['.staging']);
});
