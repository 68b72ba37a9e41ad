import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readThroughFifo } from '../../../../src/disks/offline/fifo.ts';

let directory: string;
let hasEnded: boolean;
beforeEach(async () => {
  hasEnded = false;
  directory = await mkdtemp(join(tmpdir(), 'lago-fifo-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Writes so many blocks, and takes its time to end. */
async function write(path: string, blocks: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let block = 0; block < blocks; block++) await file.writeFile(Buffer.alloc(100_000, block));
  } finally {
    await file.close();
    for (let turn = 0; turn < 50; turn++) await setImmediate();
    hasEnded = true;
  }
}

function read(blocks: number): AsyncGenerator<Buffer> {
  return readThroughFifo(join(directory, 'pipe'), (path) => write(path, blocks), {});
}

test('a pipe gives all that is written, and leaves nothing', async () => {
  let bytes = 0;
  for await (const chunk of read(30)) bytes += chunk.length;
  expect(bytes).toBe(3_000_000);
  expect(await readdir(directory)).toEqual([]);
});

test('a pipe that is read no further has no writer any more', async () => {
  for await (const _ of read(Number.POSITIVE_INFINITY)) break;
  expect(hasEnded).toBe(true);
  expect(await readdir(directory)).toEqual([]);
});

test('a pipe whose reader fails has no writer any more, and the reader says why', async () => {
  const reading = async () => {
    for await (const _ of read(Number.POSITIVE_INFINITY)) throw new Error('no room for it');
  };
  await expect(reading()).rejects.toThrow('no room for it');
  expect(hasEnded).toBe(true);
});

test('a writer that fails says why', async () => {
  const failing = async (path: string) => {
    await write(path, 1);
    throw new Error('the disk is broken');
  };
  const reading = async () => {
    for await (const _ of readThroughFifo(join(directory, 'pipe'), failing, {}));
  };
  await expect(reading()).rejects.toThrow('the disk is broken');
});
