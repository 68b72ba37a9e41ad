import type { ImageContext } from './qemu-img.ts';
/** Ways in which we compress. */
export declare const COMPRESSORS: readonly ['xz', 'zstd'];
export type Compressor = (typeof COMPRESSORS)[number];
/** What a compressor adds to a name. */
export declare function suffixOf(compressor: Compressor): string;
/** Makes sure that a compressor is there, before long work for it is begun. @throws {HostError} `TOOL_MISSING` */
export declare function assertCompressor(compressor: Compressor, context?: ImageContext): Promise<void>;
/**
 * Replaces a file by its compressed form, `<file>.xz` or `<file>.zst`, with all cores.
 *
 * @returns the new file. An interrupted call may leave half of it.
 * @throws {ToolError} `TOOL_FAILED`; {@link HostError} `DISK_FULL`; {@link CancelledError}.
 */
export declare function compressFile(file: string, compressor: Compressor, context?: ImageContext): Promise<string>;
