import { type StarterOptions } from '../initfile/starter.ts';
import type { CommonOptions } from './options.ts';
/** What is to be in a new init file, and where it goes. */
export interface NewInitFileOptions extends CommonOptions, Omit<StarterOptions, 'system'> {
    /** Path of the file; `LagoInitFile` by default. */
    readonly initFile?: string;
    /** Writes over a file that is there; false by default. */
    readonly force?: boolean;
    /** Name of the template that the machines boot; the built-in `debian12` by default. */
    readonly template?: string;
    /** Path of an image that the machines boot instead, such as a cloud image of a distribution. */
    readonly image?: string;
    /** How keys get into guests with that image: `smbios`, `cloud-init` or `guestfs`. */
    readonly provision?: string;
}
/**
 * Writes a commented init file to begin with, one that {@link validateInitFile} accepts.
 *
 * @returns its absolute path.
 * @throws {UserError} `INIT_FILE_EXISTS`, `INIT_FILE_IS_DIRECTORY`, `NEW_OPTION_INVALID`; {@link HostError} `PERMISSION_DENIED`, `FILE_FAILED`, ...
 */
export declare function newInitFile(options?: NewInitFileOptions): Promise<string>;
