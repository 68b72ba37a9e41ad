import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeAbandoned } from '../../../src/host/abandoned.ts';
import { temporaryName } from '../../../src/host/files.ts';

/** Above the highest number that Linux gives. */
const NOBODY = 2 ** 22 + 1;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'abandoned-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The temporary name that a process which is gone would have used. */
const ofNobody = (name: string) =>
  basename(temporaryName(join(directory, name))).replace(`.${process.pid}.`, `.${NOBODY}.`);

it('removes temporary files and links of processes that are gone', async () => {
  writeFileSync(join(directory, ofNobody('a.json')), '');
  symlinkSync('nowhere', join(directory, ofNobody('current')));
  await removeAbandoned(directory);
  expect(readdirSync(directory)).toEqual([]);
});

it('leaves those of live processes, and everything else', async () => {
  const names = [basename(temporaryName(join(directory, 'a.json'))), 'a.json', `.a.json.${NOBODY}.tmp`, '.tmp'];
  for (const name of names) writeFileSync(join(directory, name), '');
  await removeAbandoned(directory);
  expect(readdirSync(directory).sort()).toEqual(names.sort());
});

it('looks only at the names that it is to look at', async () => {
  for (const name of ['a', 'b']) writeFileSync(join(directory, ofNobody(name)), '');
  await removeAbandoned(directory, (name) => name === 'a');
  expect(readdirSync(directory)).toEqual([expect.stringMatching(/^\.b\./)]);
});

it('is fine without the directory', async () => {
  await expect(removeAbandoned(join(directory, 'none'))).resolves.toBeUndefined();
});
