import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acquireLock, withLock } from '../../../src/host/lock.ts';
import { createLogger } from '../../../src/host/log.ts';

const HOLDER = join(import.meta.dirname, 'fixtures', 'hold-lock.ts');

let directory: string;
let path: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-lock-'));
  path = join(directory, 'the.lock');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

/** Starts a process that holds the lock; resolves when it does. */
async function holder(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [HOLDER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return child;
}

const options = { what: 'the test lock', timeoutMs: 60_000 };

describe('withLock', () => {
  test('excludes other calls in this process and gives the result of the body', async () => {
    const events: string[] = [];
    const body = (name: string) => async () => {
      events.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} out`);
      return name;
    };
    expect(await Promise.all(['a', 'b', 'c'].map((name) => withLock(path, options, body(name))))).toEqual([
      'a',
      'b',
      'c',
    ]);
    for (let index = 0; index < events.length; index += 2) {
      expect(events[index + 1]).toBe(events[index]?.replace('in', 'out'));
    }
  });

  test('is free again after the body threw', async () => {
    await expect(withLock(path, options, () => Promise.reject(new Error('body')))).rejects.toThrow('body');
    expect(await withLock(path, options, async () => 'again')).toBe('again');
  });

  test('different locks nest', async () => {
    const inner = () => withLock(join(directory, 'other.lock'), options, async () => 'both');
    expect(await withLock(path, options, inner)).toBe('both');
  });

  test('a release twice is one release, and `await using` releases', async () => {
    {
      await using lock = await acquireLock(path, options);
      await lock.release();
      await lock.release();
      await acquireLock(path, { ...options, timeoutMs: 60_000 }).then((second) => second.release());
    }
    expect(await withLock(path, options, async () => 'free')).toBe('free');
  });

  test('works from a worker thread', async () => {
    const worker = new Worker(
      `const { workerData, parentPort } = require('node:worker_threads');
       import(workerData.module).then(({ withLock }) =>
         withLock(workerData.path, { what: 'worker', timeoutMs: 60_000 }, async () => parentPort.postMessage('held')));`,
      { eval: true, workerData: { path, module: join(import.meta.dirname, '../../../src/host/lock.ts') } },
    );
    const [message] = await once(worker, 'message');
    expect(message).toBe('held');
    await once(worker, 'exit');
  });
});

describe('between processes', () => {
  test('a wait says so, and a timeout names what is waited for and who holds it', async () => {
    const child = await holder();
    const said: string[] = [];
    const log = createLogger((event) => event.kind === 'message' && said.push(event.text));
    const attempt = withLock(path, { ...options, timeoutMs: 2000, noticeAfterMs: 10, log }, async () => 'never');
    await expect(attempt).rejects.toMatchObject({ code: 'LOCK_TIMEOUT', exitCode: 2 });
    await expect(attempt).rejects.toThrow(`process ${child.pid} (the fixture)`);
    await expect(attempt).rejects.toThrow(/the test lock: .*the\.lock was not free within 2 s/);
    expect(said.filter((text) => text.startsWith('waiting for the test lock, held by process'))).toHaveLength(1);
  });

  test('a holder whose note cannot be read is not named, and that is all', async () => {
    execFileSync('mkfifo', [path]);
    const child = await holder();
    const said: string[] = [];
    const log = createLogger((event) => void (event.kind === 'message' && said.push(event.text)));
    const waiting = acquireLock(path, { ...options, timeoutMs: 1000, noticeAfterMs: 0, log });
    await expect(waiting).rejects.toMatchObject({
      code: 'LOCK_TIMEOUT',
      message: `the test lock: the lock ${path} was not free within 1 s`,
    });
    expect(said).toEqual(['waiting for the test lock']);
    child.kill('SIGKILL');
  });

  test('the lock of a process that was killed with SIGKILL is free at once', async () => {
    const child = await holder();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await withLock(path, { ...options, timeoutMs: 1000 }, async () => 'mine')).toBe('mine');
  });

  test('it is handed over when the other process lets go', async () => {
    const child = await holder();
    const mine = withLock(path, options, async () => 'mine');
    child.stdin?.end();
    expect(await mine).toBe('mine');
  });

  test('cancelling ends the wait, and leaves the lock to its holder', async () => {
    const child = await holder();
    const controller = new AbortController();
    const said = Promise.withResolvers<void>();
    const log = createLogger(() => said.resolve());
    const attempt = withLock(path, { ...options, noticeAfterMs: 1, signal: controller.signal, log }, async () => 1);
    await said.promise;
    controller.abort();
    await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(child.exitCode).toBeNull();
    await expect(withLock(path, { ...options, timeoutMs: 0 }, async () => 1)).rejects.toMatchObject({
      code: 'LOCK_TIMEOUT',
    });
  });

  test('a lock file that was removed while somebody held it does not let two in', async () => {
    const child = await holder();
    const mine = withLock(path, { ...options, noticeAfterMs: 60_000 }, async () => (await stat(path)).ino);
    await rm(path);
    child.stdin?.end();
    expect(await mine).toBe((await stat(path)).ino);
  });
});

describe('the lock file', () => {
  test('can be used by everyone, whatever the umask, and stays', async () => {
    const umask = process.umask(0o077);
    try {
      await withLock(path, options, async () => undefined);
    } finally {
      process.umask(umask);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o666);
    expect(await readdir(directory)).toEqual(['the.lock']);
  });

  test('of another user, read-only for us, is locked without changing it', async () => {
    await writeFile(path, '');
    await chmod(path, 0o444);
    await chmod(directory, 0o755);
    const child = spawn(process.execPath, [HOLDER, path], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, DROP_PRIVILEGES: '1' },
    });
    children.push(child);
    const [output] = await once(child.stdout, 'data');
    expect(String(output)).toBe('held\n');
    expect((await stat(path)).mode & 0o777).toBe(0o444);
    await expect(withLock(path, { ...options, timeoutMs: 0 }, async () => 1)).rejects.toMatchObject({
      code: 'LOCK_TIMEOUT',
    });
  });

  test('goes when it is temporary, and still lets in only one at a time', async () => {
    let inside = 0;
    const body = async () => {
      inside += 1;
      await new Promise((resolve) => setImmediate(resolve));
      expect(inside).toBe(1);
      inside -= 1;
    };
    const calls = Array.from({ length: 8 }, () => withLock(path, { ...options, temporary: true }, body));
    await Promise.all(calls);
    expect(await readdir(directory)).toEqual([]);
  });

  test('goes when it is temporary and the wait for it is cancelled, unless somebody has it', async () => {
    const cancelled = async () => {
      const abort = new AbortController();
      const waiting = acquireLock(path, { ...options, temporary: true, signal: abort.signal });
      // The file is being made then.
      abort.abort();
      await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
      return readdir(directory);
    };
    expect(await cancelled()).toEqual([]);
    const lock = await acquireLock(path, { ...options, temporary: true });
    expect(await cancelled()).toEqual(['the.lock']);
    await expect(acquireLock(path, { ...options, timeoutMs: 0 })).rejects.toMatchObject({ code: 'LOCK_TIMEOUT' });
    await lock.release();
    expect(await readdir(directory)).toEqual([]);
  });

  test('in a directory that is not there is an error that names it', async () => {
    const attempt = withLock(join(directory, 'none', 'x.lock'), options, async () => 1);
    await expect(attempt).rejects.toThrow(join(directory, 'none', 'x.lock'));
  });

  test('that is a symlink is refused', async () => {
    await writeFile(join(directory, 'target'), 'content');
    await symlink(join(directory, 'target'), path);
    await expect(withLock(path, options, async () => 1)).rejects.toMatchObject({ code: 'FILE_FAILED' });
  });
});
