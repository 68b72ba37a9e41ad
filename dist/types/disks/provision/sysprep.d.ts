import type { DomainPlan } from '../../providers/plan.ts';
import { type GuestfsOptions } from './guestfs.ts';
/** Files that virt-sysprep reads, so that their content is in no argument that others can see. */
export interface SysprepFiles {
    readonly publicKey: string;
    /** Needed when the domain has a root password. */
    readonly rootPassword?: string;
    /** Needed when the domain has a password for an SSH user other than root. */
    readonly userPassword?: string;
}
/** What preparing a disk needs. */
export interface SysprepOptions extends Omit<GuestfsOptions, 'vm'> {
    readonly domain: DomainPlan;
    /** A line of `authorized_keys`. */
    readonly publicKey: string;
}
/**
 * Arguments of virt-sysprep that prepare a domain's first disk as Lago does: host name, root password, key, SELinux
 * labels, and what the distribution needs. An SSH user other than root is made when it is
 * missing, and gets the key, sudo and the password.
 *
 * @throws {UserError} `SSH_USER_INVALID`
 */
export declare function sysprepArgs(domain: DomainPlan, files: SysprepFiles): readonly string[];
/**
 * Prepares a domain's first disk with virt-sysprep, in an appliance of libguestfs: seconds with KVM, half a minute
 * without. Needs no daemon.
 *
 * @throws {ToolError} `GUESTFS_FAILED`, with the end of its own output; {@link UserError} `SSH_USER_INVALID`,
 *   `PASSWORD_INVALID`; {@link HostError} `TOOL_MISSING`, `DISK_FULL`; {@link CancelledError}.
 */
export declare function runSysprep(options: SysprepOptions): Promise<void>;
