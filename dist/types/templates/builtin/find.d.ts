import type { TemplateHash } from '../types.ts';
import type { Layout } from './layout.ts';
/** A version as its distributor has it now. */
export interface FoundImage {
    readonly version: string;
    /** Address of the image. */
    readonly url: string;
    readonly hash: TemplateHash;
}
/** How the distributor's server is read. */
export interface Distributor {
    /** Fetches a small file. @throws {HttpError} and connection errors. */
    fetchBytes(url: string): Promise<Uint8Array>;
    /** Checks a checksum file's signature. @returns what is signed of it. */
    verify(signed: {
        readonly address: string;
        readonly text: string;
        readonly detached?: Uint8Array | undefined;
    }, layout: NonNullable<Layout['signature']>): Promise<string>;
}
/**
 * Finds the newest version of an image.
 *
 * @throws {ToolError} `TEMPLATE_MISSING` when the distributor has none where we look, or its checksum file lacks it;
 *   `TEMPLATE_SIGNATURE_BAD`; connection errors.
 */
export declare function findNewest(layout: Layout, from: Distributor): Promise<FoundImage>;
/**
 * Finds one version of an image; undefined when its distributor does not have it (any more).
 *
 * @throws {ToolError} `TEMPLATE_SIGNATURE_BAD`; connection errors.
 */
export declare function findVersion(layout: Layout, version: string, from: Distributor): Promise<FoundImage | undefined>;
