import type { DomainPlan } from '../../providers/plan.ts';
/** Files that virt-sysprep reads, so that their content is in no argument that others can see. */
export interface SysprepFiles {
    readonly publicKey: string;
    /** Needed when the domain has a root password. */
    readonly rootPassword?: string;
    /** Needed when the domain has a password for an SSH user other than root. */
    readonly userPassword?: string;
}
/**
 * Arguments of virt-sysprep that prepare a domain's first disk as Lago does: host name, root password, key, SELinux
 * labels, and what the distribution needs. An SSH user other than root is made when it is
 * missing, and gets the key, sudo and the password.
 *
 * @throws {UserError} `SSH_USER_INVALID`
 */
export declare function sysprepArgs(domain: DomainPlan, files: SysprepFiles): readonly string[];
/** The part of {@link sysprepArgs} that is for one machine only, for a disk that was prepared for many. */
export declare function personalArgs(domain: DomainPlan, files: SysprepFiles): readonly string[];
/**
 * Calls `body` with the files that arguments refer to, which are there only meanwhile.
 *
 * @param beside absolute path of a file in whose directory they are made.
 * @throws {UserError} `PASSWORD_INVALID`; {@link HostError} `DISK_FULL`.
 */
export declare function withSysprepFiles<T>(domain: DomainPlan, publicKey: string, beside: string, body: (files: SysprepFiles) => Promise<T>): Promise<T>;
