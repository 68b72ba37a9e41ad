import { type Readable } from 'node:stream';
/** An OVA to read. It is not trusted: its names are only ever compared with others. */
export interface OvaSource {
    /** For messages. */
    readonly name: string;
    readonly signal?: AbortSignal | undefined;
    /** Its bytes, from the start. */
    open(): Promise<Readable>;
}
/** What is in an OVA. */
export interface OvaContents {
    /** Its descriptions: there should be one. */
    readonly descriptions: readonly {
        readonly name: string;
        readonly text: string;
    }[];
    /** Name of each file -> bytes. */
    readonly files: ReadonlyMap<string, number>;
}
/** Where a file of an OVA goes. */
export interface Extraction {
    readonly target: string;
    readonly gzip: boolean;
}
/** Opens an OVA on the disk, compressed by gzip or not. @throws {UserError} `DISK_FILE_MISSING`; {@link HostError}. */
export declare function openOva(path: string): Promise<Readable>;
/**
 * Reads the descriptions and the names of files.
 *
 * @param stopAtFirst ends with the first description, which stands first in OVAs that follow the standard.
 * @throws {UserError} `OVA_INVALID`; {@link CancelledError}.
 */
export declare function readContents(source: OvaSource, stopAtFirst?: boolean): Promise<OvaContents>;
/**
 * Writes files of an OVA to where they belong; each name in `wanted` once, whatever else there is.
 *
 * @throws as {@link readContents}; {@link HostError} `DISK_FULL`, `FILE_FAILED`, ...
 */
export declare function extractFiles(source: OvaSource, wanted: ReadonlyMap<string, Extraction>): Promise<void>;
