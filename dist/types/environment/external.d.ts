import type { GuestConnection } from '../guest/connection.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import type { PrefixPaths } from './prefix.ts';
/**
 * Brings what lets us into machines that exist already into the prefix: copies of private keys, which ssh takes only when
 * nobody else can read them, and host keys that are known.
 *
 * @param roots directories that init files may use.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`; {@link StateError} `SSH_KEY_MISSING`, `SSH_KEY_BROKEN`.
 */
export declare function prepareExternal(plan: EnvironmentPlan, paths: PrefixPaths, roots: readonly string[]): Promise<void>;
/** Adds a public key to those that let the user of a connection in. */
export declare function installKey(connection: GuestConnection, publicKey: string, signal?: AbortSignal): Promise<void>;
