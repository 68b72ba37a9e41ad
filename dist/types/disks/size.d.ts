import type { Backing } from '../host/qemu-img.ts';
import type { DiskPlan } from '../providers/plan.ts';
/** Bytes of the disk that a guest sees in an image. */
export declare function virtualSize({ file, format }: Backing): Promise<number>;
/**
 * Bytes that a disk over an image gets when it is to be larger; undefined when it keeps the image's size.
 *
 * @throws {UserError} `DISK_RESIZE_SMALLER`: cutting off the end of a file system destroys it.
 */
export declare function grownSize(disk: DiskPlan, image: Backing, what: string): Promise<number | undefined>;
