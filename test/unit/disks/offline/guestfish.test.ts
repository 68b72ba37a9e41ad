import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readThroughFifo } from '../../../../src/disks/offline/fifo.ts';
import { guestfishWord } from '../../../../src/disks/offline/guestfish.ts';
import { ToolError } from '../../../../src/host/errors.ts';
import { run } from '../../../../src/host/exec.ts';

describe('words of guestfish', () => {
  it.each([
    ['/var/log/messages', '"/var/log/messages"'],
    ['/a b', '"/a\\x20b"'],
    ['"\n!touch /tmp/x', '"\\x22\\x0a\\x21touch\\x20/tmp/x"'],
    ['-i', '"\\x2di"'],
    ['/ä', '"/\\xc3\\xa4"'],
    ['~root|$HOME\\*', '"\\x7eroot\\x7c\\x24HOME\\x5c\\x2a"'],
  ])('%j is %s', (word, expected) => {
    expect(guestfishWord(word)).toBe(expected);
  });
});

describe('what a program writes into a named pipe', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lago-fifo-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function read(write: (path: string) => Promise<void>): Promise<number> {
    let bytes = 0;
    for await (const chunk of readThroughFifo(join(directory, 'pipe'), write, {})) bytes += chunk.length;
    return bytes;
  }
  const dd = (megabytes: number) => async (path: string) => {
    await run('dd', ['if=/dev/zero', `of=${path}`, 'bs=1M', `count=${megabytes}`, 'conv=notrunc']);
  };

  it.each([0, 1, 20])('comes to its end: %i MiB', async (megabytes) => {
    expect(await read(dd(megabytes))).toBe(megabytes * 2 ** 20);
    expect(await readdir(directory)).toEqual([]);
  });

  it('ends with the failure of the program, before or after it wrote', async () => {
    const failure = new ToolError('GUESTFS_FAILED', 'no such directory');
    const fail = (before?: number) => async (path: string) => {
      if (before !== undefined) await dd(before)(path);
      throw failure;
    };
    await expect(read(fail())).rejects.toBe(failure);
    await expect(read(fail(1))).rejects.toBe(failure);
  });

  it('can be given up in the middle, which ends the program', async () => {
    const writing = Promise.withResolvers<unknown>();
    const source = readThroughFifo(
      join(directory, 'pipe'),
      async (path) => {
        const done = dd(100)(path);
        done.then(writing.resolve, writing.resolve);
        await done;
      },
      {},
    );
    for await (const _ of source) break;
    expect(await writing.promise).toMatchObject({ code: 'TOOL_FAILED' });
    expect(await readdir(directory)).toEqual([]);
  });
});
