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

it.each([
  ['could not be started', 0o644, 'spawn flock EACCES'],
  ['was killed', 0o755, 'flock was ended by SIGKILL'],
])('says why a flock that %s did not lock', async (_, mode, reason) => {
  await writeFile(join(directory, 'flock'), '#!/bin/sh\nkill -9 $$\n', { mode });
  vi.stubEnv('PATH', directory);
  await using file = await open(join(directory, 'lock'), 'w');
  const options = { mode: 'exclusive', path: '/x/lock', what: 'the lock', timeoutMs: 0 } as const;
  await expect(flock(file, options)).rejects.toMatchObject({
    code: 'LOCK_FAILED',
    message: `cannot lock /x/lock: ${reason}`,
  });
});

it('names the package of a flock that is not there', async () => {
  vi.stubEnv('PATH', directory);
  await using file = await open(join(directory, 'lock'), 'w');
  const options = { mode: 'shared', path: '/x/lock', what: 'the lock', timeoutMs: 0 } as const;
  await expect(flock(file, options)).rejects.toMatchObject({ code: 'TOOL_MISSING' });
});
