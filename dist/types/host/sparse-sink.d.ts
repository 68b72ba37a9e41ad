import { Writable } from 'node:stream';
/**
 * A stream into a new file (0600) that leaves holes for blocks of zeros, as disk images are full of them. The file is
 * synced at the end. A failure leaves what was written.
 *
 * @param maxBytes most bytes that may be written, holes not counted; more is an error, {@link HostError} `DISK_FULL`.
 */
export declare function sparseSink(path: string, maxBytes: number): Writable;
