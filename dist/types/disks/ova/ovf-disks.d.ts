import { type XmlElement } from './xml.ts';
/** A disk of the machine that an OVF describes. */
export interface OvfDisk {
    /** As the description calls it; may be anything. */
    readonly name: string;
    readonly content: {
        readonly kind: 'empty' /** Bytes. */;
        readonly size: number;
    }
    /** Names in the archive that the image may have, likeliest first. */
     | {
        readonly kind: 'image';
        readonly members: readonly string[];
        readonly gzip: boolean;
    };
}
/**
 * The disks among the items of a machine. VMware refers to disks and files by `ovf:/disk/<id>`, oVirt to an image by its
 * place below `images/`.
 *
 * @param directory place of the description in the archive, empty or with a slash at its end.
 * @throws {UserError} `OVA_INVALID`
 */
export declare function findDisks(root: XmlElement, items: readonly XmlElement[], directory: string, ova: string): readonly OvfDisk[];
