import type { Logger } from '../../host/log.ts';
import type { Guestfish } from './guestfish.ts';
/** How the file systems of a guest are found. */
export interface LayoutOptions {
    /** Name of the machine, for messages. */
    readonly vm: string;
    /** `root-partition` of the disk's metadata. */
    readonly rootPartition?: string | undefined;
    readonly log: Logger;
}
/**
 * Mounts the file systems of a guest where the guest has them, all read-only: its only one, or what inspection of its
 * system (with LVM, btrfs, `fstab`) comes to, or the one that `root-partition` names.
 *
 * @throws {ToolError} `GUESTFS_NO_ROOT`, listing what there is
 */
export declare function mountAll(guestfish: Pick<Guestfish, 'command'>, options: LayoutOptions): Promise<void>;
