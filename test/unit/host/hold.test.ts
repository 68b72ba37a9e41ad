import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HoldOptions, holdFile } from '../../../src/host/hold.ts';
import { createLogger } from '../../../src/host/log.ts';

const HOLDER = join(import.meta.dirname, 'fixtures', 'hold-file.ts');

let directory: string;
let path: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-hold-'));
  path = join(directory, 'image');
  await writeFile(path, 'content');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

/** Starts a process that holds the file; resolves when it does. */
async function holder(mode: HoldOptions['mode']): Promise<ChildProcess> {
  const child = spawn(process.execPath, [HOLDER, path, mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

const shared: HoldOptions = { mode: 'shared', what: 'the image' };
const exclusive: HoldOptions = { mode: 'exclusive', what: 'the image' };

test('is shared by all who use the file, in other processes too', async () => {
  await holder('shared');
  await using one = await holdFile(path, shared);
  await using other = await holdFile(path, shared);
  expect([one, other]).not.toContain(undefined);
});

test('nobody removes what others use, nor uses what is being removed', async () => {
  await holder('shared');
  const attempt = holdFile(path, exclusive);
  await expect(attempt).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
  await expect(attempt).rejects.toThrow('the image is in use by a run that is under way');
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await using held = await holdFile(path, { ...exclusive, timeoutMs: 60_000 });
  expect(held).toBeDefined();
  await expect(holdFile(path, shared)).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
});

test('leaves nothing beside the file, and the file as it is', async () => {
  for (const options of [shared, exclusive]) {
    const held = await holdFile(path, options);
    await held?.[Symbol.asyncDispose]();
    await held?.[Symbol.asyncDispose]();
  }
  expect(await readdir(directory)).toEqual(['image']);
  expect(await readFile(path, 'utf8')).toBe('content');
});

test('says that there is no such file', async () => {
  expect(await holdFile(join(directory, 'none'), shared)).toBeUndefined();
});

test.each(['removed', 'replaced'])('finds out that the file was %s while it waited', async (how) => {
  const first = await holdFile(path, exclusive);
  const said: string[] = [];
  const log = createLogger((event) => {
    if (event.kind === 'message') said.push(event.text);
  });
  const second = holdFile(path, { ...shared, timeoutMs: 60_000, log });
  // It has opened the file when it says so.
  await expect.poll(() => said).toContain('waiting for the image, which others use');
  await rename(path, join(directory, 'old'));
  if (how === 'replaced') await writeFile(path, 'other');
  await first?.[Symbol.asyncDispose]();
  expect(await second).toBeUndefined();
});

test('ends early when the signal fires', async () => {
  await using _ = await holdFile(path, exclusive);
  const controller = new AbortController();
  const attempt = holdFile(path, { ...shared, timeoutMs: 60_000, signal: controller.signal });
  controller.abort();
  await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('does not follow links', async () => {
  await symlink(path, join(directory, 'link'));
  await expect(holdFile(join(directory, 'link'), shared)).rejects.toMatchObject({ code: 'FILE_FAILED' });
});
