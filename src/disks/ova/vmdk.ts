const SECTOR = 512;
/** QEMU looks for the description of a sparse VMDK here, in so many bytes. */
const DESCRIPTION = SECTOR;
const DESCRIPTION_SIZE = 20 * SECTOR;
/** Header of a VMDK of one file: mark, version, flags, then the number of sectors that a guest sees. */
const CAPACITY_AT = 12;
const HEADER = 79;
/** Disks beyond this are none: 64 TiB. */
const MAX_SECTORS = 2n ** 37n;

/**
 * Why a VMDK with the mark `KDMV` must not be opened; undefined when it may. With no capacity QEMU takes a description from
 * it that may name any file as its data, and one with a parent names that as well.
 *
 * @param head its first 64 KiB.
 */
export function vmdkProblem(head: Buffer): string | undefined {
  if (head.length < HEADER) return 'is cut short';
  const capacity = head.readBigUInt64LE(CAPACITY_AT);
  if (capacity === 0n) return 'has no data of its own';
  if (capacity > MAX_SECTORS) return 'is far too large';
  const description = head.toString('latin1', DESCRIPTION, DESCRIPTION + DESCRIPTION_SIZE);
  return /parentFileNameHint/i.test(description) ? 'is a layer over another one' : undefined;
}
