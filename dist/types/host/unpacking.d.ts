import { type Compression } from './compression.ts';
import { type DigestValues, type HashAlgorithm } from './hash.ts';
import type { ByteTap, ReadContext } from './tap.ts';
/** What an {@link Unpacking} works on. */
export interface UnpackingOptions {
    /** For messages. */
    readonly from: string;
    /** How the file says that it is compressed. When its first bytes say otherwise, it is only hashed. */
    readonly compression: Compression | undefined;
    /** Where the content goes, should it be compressed. */
    readonly target: string;
    /** Bytes that are in it at least, where that is known; its first bytes may tell, too. */
    readonly size?: number | undefined;
    /** Digests to compute, of what comes and of what is in it. */
    readonly algorithms: readonly HashAlgorithm[];
}
/** What an {@link Unpacking} found. */
export interface Unpacked {
    /** Digests of the bytes that came. */
    readonly received: DigestValues;
    /** Digests of the content at `target`; undefined when it was not compressed, and there is nothing. */
    readonly content?: DigestValues;
}
/** Unpacks and hashes a file while it comes. Zeros become holes. */
export declare class Unpacking implements ByteTap {
    #private;
    constructor(options: UnpackingOptions);
    restart(): Promise<void>;
    write(chunk: Uint8Array): Promise<void>;
    /**
     * To be called when all bytes have come. The content is on the disk then.
     *
     * @throws {ToolError} `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`, `TOOL_MISSING`.
     */
    finish(): Promise<Unpacked>;
    /** Ends it, and removes what there is at `target`; fine when nothing was begun. */
    abort(): Promise<void>;
}
/**
 * Hashes a file and unpacks it to `target` if it is compressed, in one pass; on failure nothing is left there.
 *
 * @throws {ToolError} `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`, `TOOL_MISSING`; {@link CancelledError}.
 */
export declare function unpackFile(source: string, options: Omit<UnpackingOptions, 'from' | 'size'>, { signal, onBytes }?: ReadContext): Promise<Unpacked>;
