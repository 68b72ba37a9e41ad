import { type Backing, type ImageContext } from '../host/qemu-img.ts';
import type { Layer } from './chain.ts';
/**
 * Makes a chain usable as it was found. Images whose headers say something else (and all above them) are copied to
 * `<stem>.base<n>.qcow2` and the copies' headers corrected, so that the user's directory stays untouched. Copies are clones
 * where the file system can.
 *
 * @param layers from {@link readChain}, topmost first.
 * @param ownTop whether the topmost image is no user's, so that it is corrected in place.
 * @returns the topmost image.
 */
export declare function usableBase(layers: readonly Layer[], stem: string, context: ImageContext, ownTop?: boolean): Promise<Backing>;
/** Copies an image file, keeping its holes; it ends early when the signal fires, and leaves nothing then. */
export declare function copyImage(source: string, target: string, context: ImageContext): Promise<void>;
