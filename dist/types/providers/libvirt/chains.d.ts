import type { DiskPlan, DomainPlan } from '../plan.ts';
/** An image below the topmost one of a disk. */
export interface ChainLink {
    readonly file: string;
    readonly format: 'qcow2' | 'raw';
    /** Everybody may read it, so libvirt need not give it to QEMU's user, and does not. */
    readonly keepsOwner: boolean;
}
/** A disk with the images below it, where they could be read. */
export type ChainedDisk = DiskPlan & {
    readonly chain?: readonly ChainLink[];
};
/** A domain with the images below its disks. */
export type ChainedDomain = Omit<DomainPlan, 'disks'> & {
    readonly disks: readonly ChainedDisk[];
};
/**
 * Notes the images below the disks of a domain. libvirt finds them too, but hands them over to QEMU's user, and does not give
 * them back: users could not write to images of theirs any more, which others may be layers over.
 */
export declare function withChains(domain: DomainPlan): Promise<ChainedDomain>;
