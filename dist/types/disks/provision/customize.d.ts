import { type GuestfsOptions } from './guestfs.ts';
/** One `build` entry of a disk. */
export interface BuildStep {
    readonly builder: string;
    readonly options: Readonly<Record<string, unknown>>;
}
/** What running `build` entries needs. */
export interface BuildOptions extends GuestfsOptions {
    /** File with the environment's public key, for `ssh-inject` without a value. */
    readonly publicKeyFile: string;
    /** Absolute directories in which files that go into the disk must lie. */
    readonly roots: readonly string[];
}
/**
 * Options of a `virt-customize` entry as arguments, in the order of the file. A list repeats the option; nothing (an empty
 * string or list, null, false, 0) gives the option alone, as in Lago. One letter takes a single dash.
 */
export declare function customizeArgs(options: BuildStep['options'], publicKeyFile: string): string[];
/** Files of the host that an entry reads: an init file may be a stranger's. */
export declare function hostFiles(options: BuildStep['options']): string[];
/**
 * Runs the `build` entries of a disk, one after the other; all are checked before the first runs.
 *
 * @throws {UserError} `BUILDER_UNKNOWN`, `BUILD_OPTION_REFUSED`, `DISK_PATH_NOT_ALLOWED`; as {@link runGuestfs}.
 */
export declare function runBuild(steps: readonly BuildStep[], options: BuildOptions): Promise<void>;
