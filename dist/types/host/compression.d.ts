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
/** Whether a file really is compressed so; servers and proxies like to unpack on the way. */
export declare function isCompressed(path: string, { magic }: Compression): Promise<boolean>;
/**
 * Unpacks a file into `target`, streaming, and syncs it. Zeros become holes.
 *
 * @param maxBytes stops a file that unpacks to more.
 * @throws {ToolError} `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`, `TOOL_MISSING`; {@link CancelledError}.
 */
export declare function decompress(source: string, compression: Compression, target: string, maxBytes: number, signal?: AbortSignal): Promise<void>;
