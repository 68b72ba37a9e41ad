import { CollectEntry } from './collect-entry.ts';
import { type CopyOptions, type ReceiveLimits } from './copy-options.ts';
/** A path to take from a guest, and where to. */
export interface CollectRequest {
    /** Path in the guest: a file or a directory. A link is followed. */
    readonly source: string;
    /** Path of the copy on this machine; directories above it are made. */
    readonly destination: string;
}
/** What became of one path. */
export interface CollectedPath extends CollectRequest {
    /** `partial`: the stream ended in the middle of it, what came before is kept. */
    readonly status: 'collected' | 'partial' | 'missing' | 'failed';
    /** Why it is not (wholly) there. */
    readonly reason?: string;
    /** Files, directories and links. */
    readonly files: number;
    readonly bytes: number;
    /** What was left out of it, and why: files that vanished meanwhile, device nodes, links that lead outside. */
    readonly skipped: readonly string[];
}
/** How paths are collected. */
export interface CollectOptions extends Omit<CopyOptions, 'recursive'>, ReceiveLimits {
    /** Report paths that are not there instead of throwing; true by default. */
    readonly ignoreMissing?: boolean;
}
/**
 * Prepares requests, lets `take` get what it can of them, and puts that in its place.
 *
 * @param name of the machine.
 * @param take settles every entry, or throws.
 * @returns what became of each request, in their order
 * @throws {GuestError} `GUEST_PATH_MISSING` without `ignoreMissing`, once the others are in place; whatever `take` throws
 */
export declare function gather(name: string, requests: readonly CollectRequest[], options: CollectOptions, take: (entries: readonly CollectEntry[]) => Promise<void>): Promise<readonly CollectedPath[]>;
