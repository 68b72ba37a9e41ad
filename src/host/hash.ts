import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CancelledError } from './errors.ts';
import { fileError } from './files.ts';

/** Digests that can be checked. */
export type HashAlgorithm = 'sha1' | 'sha256' | 'sha512';

/** Digests in hex, by algorithm. */
export type DigestValues = ReadonlyMap<HashAlgorithm, string>;

/** Digests of bytes that come one after the other, several at once. */
export class Digests {
  readonly #hashes: readonly (readonly [HashAlgorithm, Hash])[];

  constructor(algorithms: readonly HashAlgorithm[]) {
    this.#hashes = [...new Set(algorithms)].map((algorithm) => [algorithm, createHash(algorithm)]);
  }

  /** Takes the next bytes. */
  update(chunk: Uint8Array): void {
    for (const [, hash] of this.#hashes) hash.update(chunk);
  }

  /** The digests of all that came. To be called once, at the end. */
  values(): DigestValues {
    return new Map(this.#hashes.map(([algorithm, hash]) => [algorithm, hash.digest('hex')]));
  }
}

/**
 * Digests of a file's content, in hex, all from one pass.
 *
 * @throws {HostError} when the file cannot be read; {@link CancelledError} when the signal fires.
 */
export async function hashFile(
  path: string,
  algorithms: readonly HashAlgorithm[],
  signal?: AbortSignal,
): Promise<DigestValues> {
  const digests = new Digests(algorithms);
  const update = async (source: AsyncIterable<Uint8Array>) => {
    for await (const chunk of source) digests.update(chunk);
  };
  try {
    const stream = createReadStream(path, { highWaterMark: 1024 * 1024 });
    await pipeline(stream, update, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted) throw new CancelledError(`reading ${path}`, { cause: error });
    throw fileError(error, 'read', path);
  }
  return digests.values();
}
