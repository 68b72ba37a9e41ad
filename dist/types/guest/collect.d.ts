import { type CollectedPath, type CollectOptions, type CollectRequest } from './collect-paths.ts';
import type { GuestConnection } from './connection.ts';
/**
 * Takes paths from a guest as one stream. Files that vanish or cannot be read do not stop the others; nor do limits: what
 * came before one was reached is kept and reported.
 *
 * @returns what became of each request, in their order
 * @throws {GuestError} `GUEST_PATH_MISSING` without `ignoreMissing`, once the others are in place; `TRANSFER_REFUSED`
 * when the guest sends what no honest tar would; and as {@link GuestConnection.open}
 * @throws {HostError} when something cannot be written
 */
export declare function collectPaths(connection: GuestConnection, requests: readonly CollectRequest[], options?: CollectOptions): Promise<readonly CollectedPath[]>;
