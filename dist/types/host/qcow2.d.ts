/** What the header of a qcow2 image says. Read by us, because tools open the files that a header names. */
export interface Qcow2Header {
    /** Bytes of the disk that a guest sees. */
    readonly virtualSize: number;
    /** Backing file as written in the header: relative to the image, absolute, or with a protocol. */
    readonly backingFile?: string;
    readonly backingFormat?: string;
    /** Whether the guest's data is in another file; its name as written if there is one. */
    readonly dataFile?: {
        readonly name?: string;
    };
    readonly encrypted: boolean;
}
/** Format of an image file, told from its first bytes; anything without a known mark is raw. */
export type ImageFormat = 'qcow2' | 'raw';
/**
 * Reads the header of an image.
 *
 * @returns undefined for a file that is not qcow2, and so is raw.
 * @throws {HostError} `IMAGE_BROKEN` for a qcow2 header that contradicts itself; `PERMISSION_DENIED`, `FILE_FAILED`.
 */
export declare function readQcow2Header(path: string): Promise<Qcow2Header | undefined>;
/** Format of an image file. Errors as {@link readQcow2Header}. */
export declare function imageFormat(path: string): Promise<ImageFormat>;
/** Parses the first cluster of a qcow2 image. @throws {HostError} `IMAGE_BROKEN` */
export declare function parseQcow2Header(bytes: Buffer, name: string): Qcow2Header;
