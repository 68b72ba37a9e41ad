import type { ImageAccess } from '../provider.ts';
/**
 * Tells whether QEMU under system libvirt can reach a directory: every directory above it needs search permission for
 * its account. Group permission counts as possible even without membership, because access control lists show up there.
 */
export declare function imageAccess(directory: string, url: string): ImageAccess;
/**
 * Whether the mode of a file rules out that QEMU under system libvirt reads and writes it. Group permission counts as
 * possible even without membership, as for directories. False as well when the file is not there.
 */
export declare function isClosedToQemu(file: string, url: string): boolean;
/** Name of the account that system libvirt gives QEMU here, if there is one. */
export declare function qemuAccount(): string | undefined;
