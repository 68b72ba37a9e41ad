import { type ImageContext } from '../host/qemu-img.ts';
import type { RetryOptions } from '../host/retry.ts';
import type { DiskPlan } from '../providers/plan.ts';
import { type ChainRules } from './chain.ts';
/** What creating disks needs besides their plan. */
export interface DiskContext extends ChainRules, ImageContext {
    /**
     * The environment's own images directory, where downloads go that the init file gives no place; allowed besides
     * `roots`.
     */
    readonly imagesDir?: string;
    /** How long to try downloads. */
    readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
    /** Makes the seed of a domain at the given path, for disks with the source `seed`. */
    readonly makeSeed?: (file: string) => Promise<void>;
}
/**
 * Makes the image of a planned disk, replacing what is at its path. Files of the user are never written to, but for those
 * that are to be used in place: they become backing files, or are copied.
 *
 * @param vm name of the domain, for messages.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`, `DISK_FILE_MISSING`, `DISK_FORMAT_WRONG`, `DISK_CHAIN_INVALID`,
 *   `DISK_DOWNLOAD_UNSAFE`, `DISK_RESIZE_SMALLER`; {@link HostError} `DISK_FULL`; errors of downloads and of qemu-img; {@link CancelledError}.
 */
export declare function createDisk(vm: string, disk: DiskPlan, given: DiskContext): Promise<void>;
/** Removes what {@link createDisk} made, as far as it lies in `imagesDir`; fine when it is not there. */
export declare function removeDisk(disk: DiskPlan, imagesDir: string): Promise<void>;
