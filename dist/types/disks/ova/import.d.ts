import type { ImageContext } from '../../host/qemu-img.ts';
import { type OvaContents } from './archive.ts';
import { type OvfMachine } from './ovf.ts';
/** Where an OVA is. */
export type OvaPlace = {
    readonly kind: 'file' /** Absolute path that was checked. */;
    readonly path: string;
} | {
    readonly kind: 'http';
    readonly url: string;
};
/** A machine out of an OVA, with its images in place. */
export interface ImportedOva extends Pick<OvfMachine, 'vcpu' | 'memory'> {
    readonly disks: readonly ImportedDisk[];
}
/** A disk out of an OVA. */
export interface ImportedDisk {
    readonly name: string;
    /** An image of its own, or the bytes of an empty disk. */
    readonly content: {
        readonly kind: 'image' /** Absolute path of a qcow2 image. */;
        readonly file: string;
    } | {
        readonly kind: 'empty';
        readonly size: number;
    };
}
/**
 * Imports an OVA: downloads it if need be, reads its description, and makes a qcow2 image of each of its disks. All files
 * lie in `directory`, which is made; what is left of a failure in it is the caller's to remove.
 *
 * @throws {UserError} `OVA_INVALID`; errors of {@link download} and of qemu-img; {@link HostError} `DISK_FULL`.
 */
export declare function importOva(place: OvaPlace, directory: string, context: ImageContext): Promise<ImportedOva>;
/** The one machine that an OVA has. @throws {UserError} `OVA_INVALID` */
export declare function machineIn({ descriptions }: OvaContents, name: string): OvfMachine;
/** A place for messages; of a URL without what may be secret. */
export declare function placeName(place: OvaPlace): string;
