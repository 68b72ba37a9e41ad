import type { HostCheck } from '../host/checks.ts';
/** What is looked at. */
export interface GuestfsHost {
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Path of a program; undefined where there is none. */
    find(name: string): string | undefined;
    /** Directory in which `boot`, `lib`, `usr` and `var` are, for tests. */
    readonly root?: string;
    readonly isRoot?: boolean;
    /** Whether this user may read a file; asks the file system by default. */
    canRead?(file: string): boolean;
}
/**
 * Checks what keeps the appliance of libguestfs from starting. It is only needed for templates with `provision: guestfs` and
 * for `virt-customize`, so everything is a warning. Without any program of it, nothing is checked.
 */
export declare function checkGuestfs(host: GuestfsHost): Promise<HostCheck[]>;
