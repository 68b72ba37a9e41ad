import { type Backing } from '../../host/qemu-img.ts';
import type { Services } from '../services.ts';
import type { Image } from './record.ts';
/** An image that is to be made over another one. */
export interface OverlayJob {
    readonly path: string;
    readonly below: Pick<Image, 'path' | 'format'>;
}
/** Makes thin images over others. */
export declare function makeOverlays(jobs: readonly OverlayJob[], { log, signal }: Services): Promise<void>;
/** How an image names the one below it: images of one directory can be moved together. */
export declare function nameFrom(image: string, below: string): string;
/** Removes an image, and what an interrupted call may have left of it. */
export declare function removeImage(path: string): Promise<void>;
/** The image below an image; undefined when there is none, or the image is not there. */
export declare function imageBelow({ path, format }: Pick<Image, 'path' | 'format'>): Promise<Backing | undefined>;
