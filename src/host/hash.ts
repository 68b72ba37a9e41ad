import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CancelledError } from './errors.ts';
import { fileError } from './files.ts';

/** Digests that can be checked. */
export type HashAlgorithm = 'sha1' | 'sha256' | 'sha512';

/**
 * Digests of a file's content, in hex, all from one pass.
 *
 * @throws {HostError} when the file cannot be read; {@link CancelledError} when the signal fires.
 */
export async function hashFile(
  path: string,
  algorithms: readonly HashAlgorithm[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<HashAlgorithm, string>> {
  const hashes = new Map(algorithms.map((algorithm) => [algorithm, createHash(algorithm)]));
  const update = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) for (const hash of hashes.values()) hash.update(chunk);
  };
  try {
    const stream = createReadStream(path, { highWaterMark: 1024 * 1024 });
    await pipeline(stream, update, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted) throw new CancelledError(`reading ${path}`, { cause: error });
    throw fileError(error, 'read', path);
  }
  return new Map([...hashes].map(([algorithm, hash]) => [algorithm, hash.digest('hex')]));
}
