import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { copyHashed } from '../../../src/host/copy.ts';

const events: string[] = [];

// A file system that cannot share the data of files.
vi.mock('node:fs/promises', async (original) => ({
  ...(await original<typeof import('node:fs/promises')>()),
  copyFile: () => Promise.reject(Object.assign(new Error('no clones here'), { code: 'ENOTSUP' })),
}));

// A file that takes its time to be opened and closed, as on a busy disk.
vi.mock('../../../src/host/sparse-sink.ts', () => ({
  sparseSink: () =>
    new Writable({
      construct: (done) => void later(() => done()),
      write: (_chunk, _encoding, done) => done(),
      destroy: (error, done) =>
        void later(() => {
          events.push('closed');
          done(error);
        }),
    }),
}));

async function later(then: () => void): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await setImmediate();
  then();
}

let directory: string;
beforeEach(async () => {
  events.length = 0;
  directory = await mkdtemp(join(tmpdir(), 'lago-copy-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function copy(signal?: AbortSignal): Promise<unknown> {
  const source = join(directory, 'source');
  await writeFile(source, Buffer.alloc(3_000_000, 'x'));
  const onBytes = () => {
    if (signal === undefined) throw new Error('the caller has had enough');
  };
  return copyHashed(source, join(directory, 'target'), ['sha256'], { signal, onBytes });
}

test('a copy that is cancelled has let go of its file when it removes it', async () => {
  await expect(copy(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(events).toEqual(['closed']);
});

test('a copy that fails has let go of its file when it removes it', async () => {
  await expect(copy()).rejects.toThrow('the caller has had enough');
  expect(events).toEqual(['closed']);
});
