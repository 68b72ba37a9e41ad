import type { Logger } from './log.ts';
import type { ImageFormat } from './qcow2.ts';
/** What every call may use besides its subject. */
export interface ImageContext {
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
}
/** An image under an image: file and format, never left to guessing. */
export interface Backing {
    /** Absolute path. */
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
/**
 * Copies an image (and all that is under it) into one new file of a format. It writes straight to `file`: an interrupted
 * call leaves it half done. Errors as {@link createOverlay}.
 */
export declare function convertImage(source: Backing, file: string, format: ImageFormat, context?: ImageContext): Promise<void>;
/** Writes another backing file into an image's header; the data stays as it is. Errors as {@link createOverlay}. */
export declare function setBacking(file: string, backing: Backing, context?: ImageContext): Promise<void>;
/**
 * Lets qemu-img look for damage in a qcow2 image, such as a file that is cut short. Clusters that are merely wasted are
 * no damage.
 *
 * @throws {ToolError} `IMAGE_DAMAGED`
 */
export declare function checkImage(file: string, context?: ImageContext): Promise<void>;
