import { type OpenSshKeyPair } from '../../guest/openssh-key.ts';
import type { ImageContext } from '../../host/qemu-img.ts';
import type { DiskPlan, DomainPlan } from '../../providers/plan.ts';
/** Ways into a guest that change nothing on its disk beforehand. */
export declare const WAYS_IN: readonly ['smbios', 'cloud-init'];
export type WayIn = (typeof WAYS_IN)[number];
/** How the machine that builds on a disk can be entered, as the metadata of its template says. */
export declare function wayInto({ metadata }: Pick<DiskPlan, 'metadata'>): WayIn | undefined;
/** What lets us into one boot. */
export interface Access {
    readonly key: OpenSshKeyPair;
    readonly oemStrings: readonly string[];
    /** Absolute path of a NoCloud seed. */
    readonly seed?: string;
}
/** Comment of our key, by which it is found again. */
export declare const KEY_COMMENT = "lago-build";
/** Makes a key for one boot, and what hands it to the guest. */
export declare function makeAccess(way: WayIn, domain: DomainPlan, directory: string, context: ImageContext): Promise<Access>;
