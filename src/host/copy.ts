import { constants, createReadStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CancelledError, hasErrorCode } from './errors.ts';
import { fileError, freeBytes, removeTree } from './files.ts';
import { Digests, type DigestValues, type HashAlgorithm, hashFile } from './hash.ts';
import { sparseSink } from './sparse-sink.ts';
import type { ReadContext } from './tap.ts';

/** Bytes read at once. */
const BLOCK = 1024 * 1024;

/**
 * Copies a file and hashes what is copied, in one pass; zeros become holes. Where the file system can share the data of
 * files, the copy takes no room, and is read. On failure nothing is left.
 *
 * @throws {HostError} `DISK_FULL`, `PERMISSION_DENIED`, `FILE_FAILED`; {@link CancelledError}.
 */
export async function copyHashed(
  source: string,
  target: string,
  algorithms: readonly HashAlgorithm[],
  { signal, onBytes }: ReadContext = {},
): Promise<DigestValues> {
  try {
    if (await cloned(source, target)) return await hashFile(target, algorithms, signal);
    const digests = new Digests(algorithms);
    let bytes = 0;
    const stream = createReadStream(source, { highWaterMark: BLOCK });
    // No generator: a pipeline with one does not wait until a file that it was ended over is closed, or opened at all.
    const look = new Transform({
      transform: (chunk: Buffer, _encoding, next) => {
        digests.update(chunk);
        bytes += chunk.length;
        onBytes?.(bytes);
        next(null, chunk);
      },
    });
    await pipeline(stream, look, sparseSink(target, await freeBytes(target)), signal ? { signal } : {});
    return digests.values();
  } catch (error) {
    await removeTree(target);
    if (signal?.aborted) throw new CancelledError(`copying ${source}`, { cause: error });
    throw fileError(error, 'write', target);
  }
}

async function cloned(source: string, target: string): Promise<boolean> {
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'EINVAL', 'ENOSYS', 'ENOTTY')) return false;
    throw error;
  }
}
