import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { COMPRESSIONS, compressionOf, unpackedSize } from '../../../src/host/compression.ts';
import { copyHashed } from '../../../src/host/copy.ts';
import { leastUnpackedSize } from '../../../src/host/unpacked-size.ts';
import { Unpacking, unpackFile } from '../../../src/host/unpacking.ts';
import { createZstdUnpacker } from '../../../src/host/zstd-frames.ts';

/** Not compressible, with a hole of zeros. */
const CONTENT = Buffer.concat([
  Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index * 31) % 251)),
  Buffer.alloc(400_000),
  Buffer.from('the end'),
]);
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');

let directory: string;
let target: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lago-unpacking-'));
  target = join(directory, 'target');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true, force: true });
});

const packed = {
  '.gz': (data: Buffer) => gzipSync(data),
  '.zst': (data: Buffer) => zstdCompressSync(data),
  '.xz': (data: Buffer) => execFileSync('xz', ['-0', '--stdout'], { input: data }),
} satisfies Record<string, (data: Buffer) => Buffer>;

function unpacking(suffix: string): Unpacking {
  return new Unpacking({ from: `image${suffix}`, compression: compressionOf(suffix), target, algorithms: ['sha256'] });
}

async function feed(tap: Unpacking, data: Buffer, size: number): Promise<void> {
  for (let at = 0; at < data.length; at += size) await tap.write(data.subarray(at, at + size));
}

describe.each(Object.entries(packed))('%s', (suffix, pack) => {
  test.each([7, 1000, 1_000_000])('is unpacked and hashed in pieces of %i bytes', async (size) => {
    const data = pack(CONTENT);
    const tap = unpacking(suffix);
    await feed(tap, data, size);
    const { received, content } = await tap.finish();
    expect([received.get('sha256'), content?.get('sha256')]).toEqual([sha256(data), sha256(CONTENT)]);
    expect(Buffer.compare(await readFile(target), CONTENT)).toBe(0);
    expect((await stat(target)).blocks * 512).toBeLessThan(450_000);
  });

  test.each([
    1000, 65_536, 200_012, 1_000_000,
  ])('may be several, one after the other: in pieces of %i bytes', async (size) => {
    const others = randomBytes(200_000);
    const data = Buffer.concat([pack(others), pack(CONTENT), pack(others)]);
    const tap = unpacking(suffix);
    await feed(tap, data, size);
    expect((await tap.finish()).content?.get('sha256')).toBe(sha256(Buffer.concat([others, CONTENT, others])));
  });

  test.each([1000, 1_000_000])('that something else comes after is an error: in pieces of %i bytes', async (size) => {
    const tap = unpacking(suffix);
    const data = Buffer.concat([pack(CONTENT), Buffer.from('something else')]);
    const attempt = feed(tap, data, size).then(() => tap.finish());
    await expect(attempt).rejects.toMatchObject({ code: 'DECOMPRESSION_FAILED' });
    await tap.abort();
    expect(await readdir(directory)).toEqual([]);
  });

  test('starts over when the bytes do', async () => {
    const data = pack(CONTENT);
    const tap = unpacking(suffix);
    await feed(tap, pack(Buffer.alloc(300_000, 'other')).subarray(0, 60), 20);
    await tap.restart();
    await feed(tap, data, 5000);
    expect((await tap.finish()).content?.get('sha256')).toBe(sha256(CONTENT));
  });

  test('leaves nothing when it is given up', async () => {
    const tap = unpacking(suffix);
    await feed(tap, pack(CONTENT).subarray(0, 30_000), 1000);
    await tap.abort();
    await tap.abort();
    expect(await readdir(directory)).toEqual([]);
  });

  test.each([
    ['is cut short', (data: Buffer) => data.subarray(0, data.length - 30)],
    ['is damaged', (data: Buffer) => Buffer.concat([data.subarray(0, 40), Buffer.alloc(1000, 0xff)])],
  ])('that %s is an error that names it', async (_, spoil) => {
    const file = join(directory, `image${suffix}`);
    await writeFile(file, spoil(pack(CONTENT)));
    const options = { compression: compressionOf(suffix), target, algorithms: ['sha256' as const] };
    const attempt = unpackFile(file, options);
    await expect(attempt).rejects.toMatchObject({ code: 'DECOMPRESSION_FAILED' });
    await expect(attempt).rejects.toThrow(`${file} cannot be unpacked: `);
    expect(await readdir(directory)).toEqual([`image${suffix}`]);
  });

  test('that is not what its name says is only hashed', async () => {
    const tap = unpacking(suffix);
    await feed(tap, CONTENT, 1000);
    expect(await tap.finish()).toEqual({ received: new Map([['sha256', sha256(CONTENT)]]) });
    expect(await readdir(directory)).toEqual([]);
  });

  test('may be shorter than its mark', async () => {
    const tap = unpacking(suffix);
    await tap.write(Buffer.from('a'));
    expect((await tap.finish()).content).toBeUndefined();
  });
});

test('a zst tells how much is in it, in all widths of the number', () => {
  const zst = COMPRESSIONS.find(({ suffix }) => suffix === '.zst');
  if (zst === undefined) throw new Error('no zst');
  for (const size of [100, 300, 70_000, 5_000_000]) {
    // The program knows the size beforehand, and writes it.
    expect(unpackedSize(zst, zstdCompressSync(randomBytes(size), { pledgedSrcSize: size }).subarray(0, 32))).toBe(size);
  }
  expect(unpackedSize(zst, Buffer.from('28b52ffd', 'hex'))).toBeUndefined();
  for (const other of COMPRESSIONS.filter((each) => each !== zst)) {
    expect(unpackedSize(other, Buffer.alloc(32))).toBeUndefined();
  }
});

test.each(Object.entries(packed))('a file tells before what is in it: %s', async (suffix, pack) => {
  const compression = compressionOf(suffix);
  if (compression === undefined) throw new Error(suffix);
  const file = join(directory, `image${suffix}`);
  await writeFile(
    file,
    suffix === '.zst' ? zstdCompressSync(CONTENT, { pledgedSrcSize: CONTENT.length }) : pack(CONTENT),
  );
  expect(await leastUnpackedSize(file, compression)).toBe(CONTENT.length);
});

test('what is too big for the disk is refused before it is unpacked, if it is a qcow2', async () => {
  const file = join(directory, 'image.gz');
  await writeFile(file, gzipSync(Buffer.concat([Buffer.from('514649fb', 'hex'), CONTENT])));
  const tap = new Unpacking({ from: file, compression: compressionOf(file), target, algorithms: [], size: 2 ** 52 });
  const attempt = feed(tap, await readFile(file), 1000).then(() => tap.finish());
  await expect(attempt).rejects.toMatchObject({ code: 'DISK_FULL' });
  await expect(attempt).rejects.toThrow(`what is in ${file} has ${2 ** 52} bytes`);
  await tap.abort();
  expect(await readdir(directory)).toEqual(['image.gz']);
});

describe('a full disk is what is told', () => {
  const big = Buffer.concat([Buffer.from('514649fb', 'hex'), randomBytes(1_000_000)]);
  const options = { from: 'image.xz', compression: compressionOf('image.xz'), algorithms: [], size: 2 ** 52 };
  const attempt = async (tap: Unpacking, data: Buffer) => {
    await tap.write(data);
    await tap.finish();
  };

  test('when xz, which has nowhere to write, ends before the flow has closed its file', async () => {
    // A pipe that nobody reads yet holds up the file's end, and with it the flow's.
    execFileSync('mkfifo', [target]);
    const tap = new Unpacking({ ...options, target });
    const failed = expect(attempt(tap, packed['.xz'](big))).rejects.toMatchObject({ code: 'DISK_FULL' });
    await setTimeout(300);
    await (await open(target, 'r')).close();
    await failed;
    await tap.abort();
  });

  test('when xz takes no more input', async () => {
    const data = packed['.xz'](big);
    for (let turn = 0; turn < 20; turn += 1) {
      const tap = new Unpacking({ ...options, target });
      await expect(attempt(tap, data)).rejects.toMatchObject({ code: 'DISK_FULL' });
      await tap.abort();
    }
  });
});

test('where nothing can be put, no program is left running', async () => {
  const programs = () => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
  const before = programs();
  const nowhere = join(directory, 'x'.repeat(300));
  const tap = new Unpacking({ from: 'x', compression: compressionOf('.xz'), target: nowhere, algorithms: [] });
  await expect(tap.write(packed['.xz'](CONTENT))).rejects.toMatchObject({ code: 'FILE_FAILED' });
  expect(programs()).toBe(before);
  await tap.abort();
});

test('an xz that cannot be started is not called missing', async () => {
  const bin = await mkdtemp(join(directory, 'bin-'));
  await writeFile(join(bin, 'xz'), '', { mode: 0o644 });
  const data = packed['.xz'](CONTENT);
  vi.stubEnv('PATH', bin);
  const tap = unpacking('.xz');
  const attempt = feed(tap, data, 10_000).then(() => tap.finish());
  await expect(attempt).rejects.toThrow('image.xz cannot be unpacked: spawn xz EACCES');
  await tap.abort();
});

test('an xz that was killed says so', async () => {
  const bin = await mkdtemp(join(directory, 'bin-'));
  await writeFile(join(bin, 'xz'), '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 });
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
  const tap = unpacking('.xz');
  const attempt = feed(tap, Buffer.concat([Buffer.from('fd377a585a00', 'hex'), CONTENT]), 10_000).then(() =>
    tap.finish(),
  );
  await expect(attempt).rejects.toThrow('image.xz cannot be unpacked: xz was ended by SIGKILL');
  await tap.abort();
});

describe('copyHashed', () => {
  test('copies with holes, and hashes in one pass', async () => {
    const source = join(directory, 'source');
    await writeFile(source, CONTENT);
    const seen: number[] = [];
    const digests = await copyHashed(source, target, ['sha256', 'sha1'], { onBytes: (bytes) => seen.push(bytes) });
    expect(seen.at(-1)).toBe(CONTENT.length);
    expect(digests.get('sha256')).toBe(sha256(CONTENT));
    expect(digests.get('sha1')).toBe(createHash('sha1').update(CONTENT).digest('hex'));
    expect(Buffer.compare(await readFile(target), CONTENT)).toBe(0);
  });

  test('leaves nothing when it is cancelled', async () => {
    const source = join(directory, 'source');
    await writeFile(source, CONTENT);
    const attempt = copyHashed(source, target, ['sha256'], { signal: AbortSignal.abort() });
    await expect(attempt).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await readdir(directory)).toEqual(['source']);
  });
});

test('a zst of several frames is unpacked whole by a reader that is slower than it', async () => {
  const frames = [randomBytes(300_000), randomBytes(300_000), randomBytes(300_000)];
  const unpacked: Buffer[] = [];
  const reader = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      unpacked.push(chunk);
      void setTimeout(1).then(() => done());
    },
  });
  const packed = Buffer.concat(frames.map((frame) => zstdCompressSync(frame)));
  await pipeline([packed], createZstdUnpacker(), reader);
  expect(Buffer.concat(unpacked).equals(Buffer.concat(frames))).toBe(true);
});
