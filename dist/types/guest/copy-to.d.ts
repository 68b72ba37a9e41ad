import { UserError } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import { type CopyOptions, type CopyReport } from './copy-options.ts';
/**
 * Copies a file or a directory into a guest, as `scp -r` does: an existing directory in the guest gets it as a child,
 * otherwise `remote` becomes its name. Permissions are kept; links below a directory are copied as links.
 *
 * A file goes through `cat`, a directory as one tar stream: both are there in every guest with a POSIX shell, and a
 * stream spares the round trip for each file that SFTP takes. Without tar, files go one by one.
 *
 * @throws {UserError} `LOCAL_PATH_MISSING`, `IS_DIRECTORY` (without `recursive`), `GUEST_PATH_INVALID`
 * @throws {GuestError} `COPY_FAILED` with what the guest says, `TRANSFER_STALLED`, and as {@link GuestConnection.open}
 * @throws {HostError} when a local file cannot be read
 */
export declare function copyTo(connection: GuestConnection, local: string, remote: string, options?: CopyOptions): Promise<CopyReport>;
/** The error for a directory that was to be copied without `recursive`. */
export declare function isDirectory(what: string): UserError;
/** A file or directory of this host. */
export interface LocalSource {
    readonly path: string;
    readonly kind: 'file' | 'directory';
    readonly mode: number;
}
/** What is to be copied. @throws {UserError} `LOCAL_PATH_MISSING`; {@link HostError} when it cannot be read */
export declare function localSource(local: string): Promise<LocalSource>;
