import type { Readable, Writable } from 'node:stream';
import type { Compression } from './compression.ts';
import { ToolError } from './errors.ts';
/** Unpacks what is written to its input. */
export interface Decompressor {
    readonly input: Writable;
    readonly output: Readable;
    /** Rejects when what was read is not all that there was to read: programs give out what they could before. */
    readonly ended: Promise<void>;
    /** Ends it at once. */
    stop(): void;
}
/** Starts to unpack. @param name for messages. Errors of {@link Decompressor.ended}: `DECOMPRESSION_FAILED`, `TOOL_MISSING`. */
export declare function startDecompressor({ suffix }: Compression, name: string): Decompressor;
/** What cannot be unpacked: `DECOMPRESSION_FAILED`. */
export declare function decompressionFailed(source: string, reason: string, cause?: unknown): ToolError;
