import type { GuestConnection } from './connection.ts';
import { type CopyOptions, type CopyReport, type ReceiveLimits } from './copy-options.ts';
/**
 * Copies a file or a directory out of a guest, as `scp -r` does: an existing local directory gets it as a child,
 * otherwise `local` becomes its name. Permissions and times are kept. A link is followed when it is `remote` itself;
 * below it links are kept when they lead to something inside the copy, else left out. What fails leaves nothing behind.
 *
 * @throws {UserError} `LOCAL_PATH_MISSING`, `IS_DIRECTORY` (without `recursive`), `GUEST_PATH_INVALID`
 * @throws {GuestError} `GUEST_PATH_MISSING`, `COPY_FAILED`, `COPY_CONFLICT`, `TRANSFER_REFUSED`, `TRANSFER_BROKEN`,
 * `TRANSFER_TOO_LARGE`, `TRANSFER_STALLED`, and as {@link GuestConnection.open}
 * @throws {HostError} when something cannot be written
 */
export declare function copyFrom(connection: GuestConnection, remote: string, local: string, options?: CopyOptions & ReceiveLimits): Promise<CopyReport>;
