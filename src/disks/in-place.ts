import { access, constants } from 'node:fs/promises';
import { compressionOf, isCompressed } from '../host/compression.ts';
import { UserError } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import type { Backing } from '../host/qemu-img.ts';
import { type ChainRules, readChain } from './chain.ts';

/**
 * Checks a file that a guest will write to itself. Its header cannot be mended without changing it, so the names of its
 * backing files must be right as they are, and nothing can be unpacked.
 *
 * @throws {UserError} `DISK_FORMAT_WRONG`, and as {@link readChain}; {@link HostError} `PERMISSION_DENIED`.
 */
export async function checkInPlace(image: Backing, rules: ChainRules, what: string): Promise<void> {
  const layers = await readChain(image, rules, what);
  if (layers.some(({ isStale }) => isStale)) {
    const message = `${what}: the backing files of ${image.file} lie elsewhere or have no format, so it cannot be used in place`;
    throw new UserError('DISK_CHAIN_INVALID', message, {
      hint: 'Leave `in_place` out, or flatten the image with `qemu-img convert -O qcow2`.',
    });
  }
  const file = layers[0]?.file ?? image.file;
  const compression = compressionOf(file);
  // Planning has seen to names; a link may have another one than what it leads to.
  if (compression !== undefined && (await isCompressed(file, compression))) {
    throw new UserError('DISK_FORMAT_WRONG', `${what}: ${file} is compressed, so it cannot be used in place`, {
      hint: 'Unpack it, or leave `in_place` out.',
    });
  }
  try {
    await access(image.file, constants.W_OK);
  } catch (error) {
    throw fileError(error, 'write', image.file);
  }
}
