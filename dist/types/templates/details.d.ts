import type { RetryOptions } from '../host/retry.ts';
import type { RawMapping } from '../initfile/types.ts';
import type { TemplateHash, TemplateOrigin } from './types.ts';
/** What lies beside an image. */
export interface TemplateDetails {
    readonly hash?: TemplateHash;
    readonly metadata: RawMapping;
}
/** What was read beside an image, and what may be there but is not for us. */
export interface ReadDetails extends TemplateDetails {
    /** Names of the hash and of the metadata that the server refused (403): object stores do so for what is not there, too. */
    readonly denied: {
        readonly hash?: string;
        readonly metadata?: string;
    };
}
/**
 * Reads the `.hash` and the `.metadata` beside an image, or beside one of its compressed variants. Both may be missing.
 *
 * @throws {ToolError} `REPOSITORY_INVALID` when one is there but broken; connection errors pass unchanged.
 */
export declare function readDetails(origin: TemplateOrigin, options?: RetryOptions): Promise<ReadDetails>;
/**
 * Parses a hash file: hex digits, possibly with a file name after them (`sha256sum`) or words before them (BSD).
 *
 * @throws {ToolError} `REPOSITORY_INVALID`
 */
export declare function parseHash(text: string, name: string): TemplateHash;
