import { access, constants } from 'node:fs/promises';
import { UserError } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import type { Backing } from '../host/qemu-img.ts';
import { type ChainRules, readChain } from './chain.ts';

/**
 * Checks a file that a guest will write to itself. Its header cannot be mended without changing it, so the names of its
 * backing files must be right as they are.
 *
 * @throws {UserError} as {@link readChain}; {@link HostError} `PERMISSION_DENIED`.
 */
export async function checkInPlace(image: Backing, rules: ChainRules, what: string): Promise<void> {
  const layers = await readChain(image, rules, what);
  if (layers.some(({ isStale }) => isStale)) {
    const message = `${what}: the backing files of ${image.file} lie elsewhere or have no format, so it cannot be used in place`;
    throw new UserError('DISK_CHAIN_INVALID', message, {
      hint: 'Leave `in_place` out, or flatten the image with `qemu-img convert -O qcow2`.',
    });
  }
  try {
    await access(image.file, constants.W_OK);
  } catch (error) {
    throw fileError(error, 'write', image.file);
  }
}
