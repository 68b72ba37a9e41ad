/** What is to be in a new init file. */
export interface StarterOptions {
    /** Names of the machines; `vm0` by default. */
    readonly vms?: readonly string[];
    /** What the machines boot; the template `debian12` by default. */
    readonly system?: StarterSystem;
    /** Names of the networks, on each of which every machine is. The first is for management. `lago` by default. */
    readonly nets?: readonly string[];
    /** MiB or a size with a unit; 1024 by default. */
    readonly memory?: string;
    /** Virtual CPUs; 2 by default. */
    readonly vcpu?: string;
    /** Sizes of empty disks that every machine gets. */
    readonly disks?: readonly string[];
}
/** The first disk of a new machine. */
export type StarterSystem = {
    readonly kind: 'template';
    /** Its name in a template repository. */
    readonly name: string;
    /** Whether it needs a repository that is still to be given; false by default. */
    readonly isElsewhere?: boolean;
}
/** An image, such as a cloud image of a distribution. */
 | {
    readonly kind: 'image';
    readonly path: string;
    readonly format: 'qcow2' | 'raw';
    /** How keys get into the guest, if that is known: `smbios`, `cloud-init` or `guestfs`. */
    readonly provision?: string;
};
/** A commented init file to begin with. Options are written as they are: whether they are right, parsing the text tells. */
export declare function starterText(options?: StarterOptions): string;
