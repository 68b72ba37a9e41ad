import type { InitFileOptions } from '../options.ts';
/** How a lock file is made. */
export interface LockOptions extends InitFileOptions {
    /** Only compares; false by default. */
    readonly check?: boolean;
}
/** A lock file that was made or compared. */
export interface LockResult {
    /** Absolute path. */
    readonly file: string;
    /** Whether it was as it should be already. */
    readonly current: boolean;
    /** Lines that differ, those of the old file with `-` before them, those of the new one with `+`. */
    readonly diff: readonly string[];
}
/**
 * Writes the lock file of an init file, beside it: the versions and hashes of its templates, and the keys of its layers, as
 * they are now. Nothing is fetched but what repositories say.
 *
 * @throws {InitFileError}; {@link UserError} `TEMPLATE_REPO_MISSING`, `INIT_FILE_MISSING`, ...; {@link ToolError} of
 *   repositories; {@link HostError} for a file that cannot be written.
 */
export declare function lockInitFile(options?: LockOptions): Promise<LockResult>;
