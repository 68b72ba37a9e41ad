import { type EntryFiles, type EntryRecord } from './entry.ts';
import type { FetchContext } from './fetch.ts';
import { type TemplateHash, type TemplateVersion } from './types.ts';
/** Outcome of verifying an image against what is known about it. */
export type Verdict = {
    readonly good: true;
} | {
    readonly good: false;
    readonly reason: string;
};
/** A verdict with what was found on the way. */
type Checked = Verdict & {
    readonly sha256?: string;
    readonly hashIsOfImage?: boolean;
};
/**
 * Verifies an image whose file is not the one that was verified last: restored from a cache, copied, altered, or put
 * there by Lago. A good one is marked, so that this is done once.
 */
export declare function verifyEntry(version: TemplateVersion, files: EntryFiles, context: FetchContext): Promise<Verdict>;
/**
 * Compares an image with its record, and with the repository's hash where that is the image's own. A record may come from
 * a cache with its image: then it proves that the image is whole, and no more.
 */
export declare function checkAgainst(version: TemplateVersion, image: string, record: EntryRecord, { signal }: FetchContext): Promise<Checked>;
/**
 * Whether an image that was verified before has the hash that its repository gives now: then, the image may have come when the
 * repository gave another kind of hash, or none. Reads it only where nothing else can tell.
 */
export declare function hasHashOf({ hash }: TemplateVersion, files: EntryFiles, { signal }: FetchContext): Promise<boolean>;
/**
 * Notes that an image has the hash of its repository, see {@link hasHashOf}, so that nobody has to find out again. Where files
 * of another user stand in the way, it is found out each time.
 */
export declare function noteHash(version: TemplateVersion, files: EntryFiles, { log }: FetchContext): Promise<void>;
/** Whether two hashes are the same; a hash and none are not. */
export declare function sameHash(one: TemplateHash | undefined, other: TemplateHash | undefined): boolean;
export {};
