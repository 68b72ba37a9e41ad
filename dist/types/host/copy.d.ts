import { type DigestValues, type HashAlgorithm } from './hash.ts';
import type { ReadContext } from './tap.ts';
/**
 * Copies a file and hashes what is copied, in one pass; zeros become holes. Where the file system can share the data of
 * files, the copy takes no room, and is read. On failure nothing is left.
 *
 * @throws {HostError} `DISK_FULL`, `PERMISSION_DENIED`, `FILE_FAILED`; {@link CancelledError}.
 */
export declare function copyHashed(source: string, target: string, algorithms: readonly HashAlgorithm[], { signal, onBytes }?: ReadContext): Promise<DigestValues>;
