/** Digests that can be checked. */
export type HashAlgorithm = 'sha1' | 'sha256' | 'sha512';
/** Digests in hex, by algorithm. */
export type DigestValues = ReadonlyMap<HashAlgorithm, string>;
/** Digests of bytes that come one after the other, several at once. */
export declare class Digests {
    #private;
    constructor(algorithms: readonly HashAlgorithm[]);
    /** Takes the next bytes. */
    update(chunk: Uint8Array): void;
    /** The digests of all that came. To be called once, at the end. */
    values(): DigestValues;
}
/**
 * Digests of a file's content, in hex, all from one pass.
 *
 * @throws {HostError} when the file cannot be read; {@link CancelledError} when the signal fires.
 */
export declare function hashFile(path: string, algorithms: readonly HashAlgorithm[], signal?: AbortSignal): Promise<DigestValues>;
