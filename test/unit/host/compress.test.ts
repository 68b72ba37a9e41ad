import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compressFile } from '../../../src/host/compress.ts';

const { PATH } = process.env;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-compress-'));
  process.env.PATH = [directory, PATH].join(delimiter);
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(directory, { recursive: true });
});

/** Puts a program in the place of a compressor that writes down its arguments, a line each, and makes no file. */
function fake(compressor: string): void {
  const script = join(directory, compressor);
  writeFileSync(script, `#!/bin/sh\nprintf '%s\\n' "$@" >${directory}/arguments\n`);
  chmodSync(script, 0o755);
}

it.each([
  // With 0, both take as many threads as there are cores; xz shares out blocks, and has only one unless told.
  ['xz', '.xz', ['--threads=0', '--block-size=16MiB']],
  ['zstd', '.zst', ['-T0']],
] as const)('%s uses all cores, and what it makes takes the place of the file', async (compressor, suffix, all) => {
  fake(compressor);
  const file = join(directory, 'an image');
  writeFileSync(file, 'data');
  expect(await compressFile(file, compressor)).toBe(`${file}${suffix}`);
  const given = readFileSync(join(directory, 'arguments'), 'utf8').trimEnd().split('\n');
  expect(given).toEqual(expect.arrayContaining([...all]));
  expect(given.slice(-2)).toEqual(['--', file]);
  expect(existsSync(file)).toBe(false);
});
