import { chmod, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { COMPRESSIONS, type Compression, compressionOf, isCompressed } from '../host/compression.ts';
import { hasErrorCode } from '../host/errors.ts';
import { ensureDirectory, fileError, removeTree } from '../host/files.ts';
import type { ImageContext } from '../host/qemu-img.ts';
import { unpackFile } from '../host/unpacking.ts';
import { assertAllowedPath } from './allowed.ts';

/** An image file that a disk is made from. */
export interface ImageFile {
  readonly file: string;
  /** It was unpacked for this disk, from that directory: relative names in it refer there, and it may be altered. */
  readonly unpackedFrom?: string;
}

interface Packed {
  readonly file: string;
  readonly compression: Compression;
}

/**
 * Finds the image that an init file names, and unpacks it when it is compressed. Lago's compressed exports name files
 * without the `.xz` that they have, so a file that is missing may be there with a suffix.
 *
 * @param target where to unpack it to.
 * @param roots directories in which the file must lie.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`; {@link ToolError} `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`.
 */
export async function unpackImage(
  file: string,
  target: string,
  context: ImageContext & { readonly roots: readonly string[] },
  what: string,
): Promise<ImageFile> {
  const packed = await findPacked(await assertAllowedPath(file, context.roots, what), context.roots, what);
  if (packed === undefined) return { file };
  context.log?.debug(`${what}: unpacking ${packed.file}`);
  await ensureDirectory(dirname(target));
  try {
    await unpackFile(packed.file, { compression: packed.compression, target, algorithms: [] }, context);
    await chmod(target, 0o644);
  } catch (error) {
    await removeTree(target);
    throw error;
  }
  return { file: target, unpackedFrom: dirname(packed.file) };
}

async function findPacked(file: string, roots: readonly string[], what: string): Promise<Packed | undefined> {
  if (await isFile(file)) {
    const compression = compressionOf(file);
    return compression && (await isCompressed(file, compression)) ? { file, compression } : undefined;
  }
  for (const compression of COMPRESSIONS) {
    const beside = `${file}${compression.suffix}`;
    if (!(await isFile(beside))) continue;
    const real = await assertAllowedPath(beside, roots, what);
    if (await isCompressed(real, compression)) return { file: real, compression };
  }
  return undefined;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return false;
    throw fileError(error, 'read', path);
  }
}
