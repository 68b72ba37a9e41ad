import type { BootItem } from './item.ts';
import type { Action } from './steps.ts';
/** How Ansible gets into the guest. */
export interface PlaybookAccess {
    /** Text of the private key. */
    readonly privateKey: string;
    /** Port of 127.0.0.1 that leads to the guest. */
    readonly port: number;
    /** Scratch directory, for this boot only. */
    readonly directory: string;
    /** Name of the VM: the host of the inventory. */
    readonly vm: string;
}
/** Running an Ansible playbook of this host against the guest, from the playbook's own directory. */
export declare function playbookAction({ playbook, env }: BootItem, access: PlaybookAccess): Action[];
