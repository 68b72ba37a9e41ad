import { chmod, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flock } from '../../../src/host/flock.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-flock-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

it('gives up on a flock whose own limit does nothing', async () => {
  const program = join(directory, 'flock');
  await writeFile(program, '#!/bin/sh\nexec sleep 100000\n');
  await chmod(program, 0o755);
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`);
  await using file = await open(join(directory, 'lock'), 'w');
  const options = { mode: 'exclusive', path: 'lock', what: 'the lock', timeoutMs: 0 } as const;
  expect(await flock(file, options)).toBe(false);
});
