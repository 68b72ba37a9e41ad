import { constants, createReadStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
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
    const look = async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digests.update(chunk);
        bytes += chunk.length;
        onBytes?.(bytes);
        yield chunk;
      }
    };
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
