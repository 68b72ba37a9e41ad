import { open } from 'node:fs/promises';
import { type Compression, unpackedSize } from './compression.ts';
import { tryRun } from './exec.ts';

/**
 * Bytes that a compressed file has at least when it is unpacked, as far as its format tells: xz has an index at its end, zst
 * may say it at its beginning, gz says it at its end but for multiples of 4 GiB.
 */
export async function leastUnpackedSize(file: string, compression: Compression): Promise<number | undefined> {
  switch (compression.suffix) {
    case '.xz':
      return xzSize(file);
    case '.gz':
      return (await bytesOf(file, 4, 'end')).readUInt32LE();
    default:
      return unpackedSize(compression, await bytesOf(file, 32, 'start'));
  }
}

async function xzSize(file: string): Promise<number | undefined> {
  const { code, stdout } = await tryRun('xz', ['--robot', '--list', '--', file]);
  const size = code === 0 ? /^totals\t\d+\t\d+\t\d+\t(\d+)/m.exec(stdout)?.[1] : undefined;
  return size === undefined ? undefined : Number(size);
}

/** Some bytes of a file; zeros where it is shorter. */
async function bytesOf(path: string, count: number, where: 'start' | 'end'): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(count);
    const { size } = await file.stat();
    await file.read(bytes, 0, count, where === 'end' ? Math.max(size - count, 0) : 0);
    return bytes;
  } finally {
    await file.close();
  }
}
