/** Digests that can be checked. */
export type HashAlgorithm = 'sha1' | 'sha256' | 'sha512';
/**
 * Digests of a file's content, in hex, all from one pass.
 *
 * @throws {HostError} when the file cannot be read; {@link CancelledError} when the signal fires.
 */
export declare function hashFile(path: string, algorithms: readonly HashAlgorithm[], signal?: AbortSignal): Promise<ReadonlyMap<HashAlgorithm, string>>;
