import type { VmProvider } from '../providers/provider.ts';
/**
 * Decides where the disk images of an environment go: into its prefix as in Lago, or, where QEMU's user cannot reach that
 * (a home directory, usually), into the host's image pool.
 *
 * @throws {HostError} `IMAGE_PATH_UNREACHABLE` naming the directory that is in the way, or `DISK_FULL`.
 */
export declare function chooseImagesDir(prefixImages: string, pool: string, uuid: string, provider: Required<Pick<VmProvider, 'imageAccess'>>): Promise<string>;
/** @throws {HostError} `IMAGE_PATH_UNREACHABLE` when QEMU's user cannot open files in the template store. */
export declare function assertStoreReachable(storeDir: string, provider: Required<Pick<VmProvider, 'imageAccess'>>): Promise<void>;
