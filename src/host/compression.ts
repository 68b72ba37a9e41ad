import { open } from 'node:fs/promises';

/** A way in which images are compressed. */
export interface Compression {
  readonly suffix: string;
  /** First bytes of such a file, in hex. */
  readonly magic: string;
}

/** In the order in which they are looked for: best compression first. */
export const COMPRESSIONS: readonly Compression[] = [
  { suffix: '.xz', magic: 'fd377a585a00' },
  { suffix: '.zst', magic: '28b52ffd' },
  { suffix: '.gz', magic: '1f8b' },
];

/** The compression that a name's suffix tells, if any. */
export function compressionOf(name: string): Compression | undefined {
  return COMPRESSIONS.find(({ suffix }) => name.endsWith(suffix));
}

/**
 * Bytes that a compressed file has unpacked, where its first bytes tell: those of zst often do, of xz and gz never.
 *
 * @param head at least its first 18 bytes, if it has as many.
 */
export function unpackedSize({ suffix }: Compression, head: Buffer): number | undefined {
  if (suffix !== '.zst' || head.length < 18) return undefined;
  const descriptor = head.readUInt8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  // Flags, a window unless there is one segment only, and the id of a dictionary come before the size.
  const at = 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  switch (descriptor >> 6) {
    case 0:
      return isSingle ? head.readUInt8(at) : undefined;
    case 1:
      return head.readUInt16LE(at) + 256;
    case 2:
      return head.readUInt32LE(at);
    default:
      return Number(head.readBigUInt64LE(at));
  }
}

/** Whether a file really is compressed so; servers and proxies like to unpack on the way. */
export async function isCompressed(path: string, { magic }: Compression): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(magic.length / 2), 0, magic.length / 2, 0);
    return buffer.toString('hex') === magic;
  } finally {
    await file.close();
  }
}
