/**
 * Why a VMDK with the mark `KDMV` must not be opened; undefined when it may. With no capacity QEMU takes a description from
 * it that may name any file as its data, and one with a parent names that as well.
 *
 * @param head its first 64 KiB.
 */
export declare function vmdkProblem(head: Buffer): string | undefined;
