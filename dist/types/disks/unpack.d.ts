import type { ImageContext } from '../host/qemu-img.ts';
/** An image file that a disk is made from. */
export interface ImageFile {
    readonly file: string;
    /** It was unpacked for this disk, from that directory: relative names in it refer there, and it may be altered. */
    readonly unpackedFrom?: string;
}
/**
 * Finds the image that an init file names, and unpacks it when it is compressed. Lago's compressed exports name files
 * without the `.xz` that they have, so a file that is missing may be there with a suffix.
 *
 * @param target where to unpack it to.
 * @param roots directories in which the file must lie.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`; {@link ToolError} `DECOMPRESSION_FAILED`; {@link HostError} `DISK_FULL`.
 */
export declare function unpackImage(file: string, target: string, context: ImageContext & {
    readonly roots: readonly string[];
}, what: string): Promise<ImageFile>;
