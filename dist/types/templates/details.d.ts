import type { RetryOptions } from '../host/retry.ts';
import type { RawMapping } from '../initfile/types.ts';
import type { TemplateHash, TemplateOrigin } from './types.ts';
/** What lies beside an image. */
export interface TemplateDetails {
    readonly hash?: TemplateHash;
    readonly metadata: RawMapping;
}
/**
 * Reads the `.hash` and the `.metadata` beside an image, or beside one of its compressed variants. Both may be missing.
 *
 * @throws {ToolError} `REPOSITORY_INVALID` when one is there but broken; connection errors pass unchanged.
 */
export declare function readDetails(origin: TemplateOrigin, options?: RetryOptions): Promise<TemplateDetails>;
/**
 * Parses a hash file: hex digits, possibly with a file name after them (`sha256sum`) or words before them (BSD).
 *
 * @throws {ToolError} `REPOSITORY_INVALID`
 */
export declare function parseHash(text: string, name: string): TemplateHash;
