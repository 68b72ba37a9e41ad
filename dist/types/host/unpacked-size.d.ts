import { type Compression } from './compression.ts';
/**
 * Bytes that a compressed file has at least when it is unpacked, as far as its format tells: xz has an index at its end, zst
 * may say it at its beginning, gz says it at its end but for multiples of 4 GiB.
 */
export declare function leastUnpackedSize(file: string, compression: Compression): Promise<number | undefined>;
