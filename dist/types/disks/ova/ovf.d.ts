import { type OvfDisk } from './ovf-disks.ts';
export type { OvfDisk } from './ovf-disks.ts';
/** The machine that an OVF describes, as far as a domain takes it over. */
export interface OvfMachine {
    readonly vcpu?: number;
    /** MiB. */
    readonly memory?: number;
    /** In the order of the description; at least one. */
    readonly disks: readonly OvfDisk[];
}
/**
 * Reads an OVF description, in VMware's or oVirt's dialect.
 *
 * @param name name of the description in its archive, by which those of images are found.
 * @param ova place of the archive, for messages.
 * @throws {UserError} `OVA_INVALID`
 */
export declare function parseOvf(text: string, name: string, ova: string): OvfMachine;
