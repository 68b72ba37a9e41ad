/** A way in which images are compressed. */
export interface Compression {
    readonly suffix: string;
    /** First bytes of such a file, in hex. */
    readonly magic: string;
}
/** In the order in which they are looked for: best compression first. */
export declare const COMPRESSIONS: readonly Compression[];
/** The compression that a name's suffix tells, if any. */
export declare function compressionOf(name: string): Compression | undefined;
/**
 * Bytes that a compressed file has unpacked, where its first bytes tell: those of zst often do, of xz and gz never.
 *
 * @param head at least its first 18 bytes, if it has as many.
 */
export declare function unpackedSize({ suffix }: Compression, head: Buffer): number | undefined;
/** Whether a file really is compressed so; servers and proxies like to unpack on the way. */
export declare function isCompressed(path: string, { magic }: Compression): Promise<boolean>;
