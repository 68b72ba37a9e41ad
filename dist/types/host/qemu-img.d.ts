import type { Logger } from './log.ts';
import type { ImageFormat } from './qcow2.ts';
/** What every call may use besides its subject. */
export interface ImageContext {
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/** An image under an image: file and format, never left to guessing. */
export interface Backing {
    /** Absolute path, or relative to the directory of the image above. */
    readonly file: string;
    readonly format: ImageFormat;
}
/**
 * Makes a thin qcow2 image over another (196 KiB at first), replacing what is at `file`. The result is put
 * in place at the end, so that an interrupted call leaves no image.
 *
 * @param size bytes that a guest sees; those of the backing image by default.
 * @throws {ToolError} `TOOL_FAILED`; {@link CancelledError}.
 */
export declare function createOverlay(file: string, backing: Backing, context?: ImageContext, size?: number): Promise<void>;
/** Makes an empty image of `size` bytes. Errors as {@link createOverlay}. */
export declare function createEmpty(file: string, format: ImageFormat, size: number, context?: ImageContext): Promise<void>;
/** Makes what a guest sees of an image larger. Errors as {@link createOverlay}. */
export declare function growImage({ file, format }: Backing, size: number, context?: ImageContext): Promise<void>;
/**
 * Copies an image (and all that is under it) into one new file of a format. It writes straight to `file`: an interrupted
 * call leaves it half done. Errors as {@link createOverlay}.
 */
export declare function convertImage(source: Backing, file: string, format: ImageFormat, context?: ImageContext): Promise<void>;
/**
 * Copies an image (and all that is under it) into one new qcow2 file, its clusters compressed: for images that are kept or
 * sent. It writes straight to `file`, as {@link convertImage}.
 */
export declare function compressImage(source: Backing, file: string, context?: ImageContext): Promise<void>;
/**
 * Copies the topmost layer of an image into a new qcow2 file over the same parent, without the space that its guest has
 * freed. It writes straight to `file`, as {@link convertImage}.
 */
export declare function convertLayer(source: Backing, parent: Backing, file: string, context?: ImageContext): Promise<void>;
/** Puts a qcow2 image over another one of its ancestors, and takes into it what lies between. Errors as {@link createOverlay}. */
export declare function rebaseImage(file: string, backing: Backing, context?: ImageContext): Promise<void>;
/** Bytes that a qcow2 copy of an image, with all that is under it, would have. Errors as {@link createOverlay}. */
export declare function measureImage(source: Backing, context?: ImageContext): Promise<number>;
/**
 * Copies a VMDK of one file into a new qcow2 file. Its parent is not opened, whatever it says; that it names no other files
 * as its data is for the caller to check. Errors as {@link createOverlay}.
 */
export declare function convertVmdk(source: string, file: string, context?: ImageContext): Promise<void>;
/** Writes another backing file into an image's header; the data stays as it is. Errors as {@link createOverlay}. */
export declare function setBacking(file: string, backing: Backing, context?: ImageContext): Promise<void>;
/**
 * Writes what an image holds into the one that its header names as the one below. The image itself stays as it is, and shows
 * the same before, meanwhile and afterwards. Errors as {@link createOverlay}.
 */
export declare function commitImage(file: string, context?: ImageContext): Promise<void>;
/**
 * Lets qemu-img look for damage in a qcow2 image, such as a file that is cut short. Clusters that are merely wasted are
 * no damage.
 *
 * @throws {ToolError} `IMAGE_DAMAGED`
 */
export declare function checkImage(file: string, context?: ImageContext): Promise<void>;
