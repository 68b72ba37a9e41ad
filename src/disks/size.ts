import { stat } from 'node:fs/promises';
import { UserError } from '../host/errors.ts';
import { readQcow2Header } from '../host/qcow2.ts';
import type { Backing } from '../host/qemu-img.ts';
import type { DiskPlan } from '../providers/plan.ts';

/** QEMU's block layer counts in sectors. */
const SECTOR = 512;

/** Bytes of the disk that a guest sees in an image. */
export async function virtualSize({ file, format }: Backing): Promise<number> {
  const header = format === 'qcow2' ? await readQcow2Header(file) : undefined;
  return header?.virtualSize ?? (await stat(file)).size;
}

/**
 * Bytes that a disk over an image gets when it is to be larger; undefined when it keeps the image's size.
 *
 * @throws {UserError} `DISK_RESIZE_SMALLER`: cutting off the end of a file system destroys it.
 */
export async function grownSize(disk: DiskPlan, image: Backing, what: string): Promise<number | undefined> {
  if (disk.resize === undefined) return undefined;
  const wanted = Math.ceil(disk.resize / SECTOR) * SECTOR;
  const present = await virtualSize(image);
  if (wanted >= present) return wanted;
  const message = `${what}: it cannot be made smaller than its image, from ${present} to ${wanted} bytes`;
  throw new UserError('DISK_RESIZE_SMALLER', message, { hint: 'Give `resize` a larger size, or leave it out.' });
}
