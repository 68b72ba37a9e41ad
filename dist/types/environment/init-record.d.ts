import { type OwnerRecord } from './owner.ts';
import { type Services } from './services.ts';
/**
 * Changes the owner record of an environment that is being made. `destroy` and `reap` (of one whose time is up) need not wait
 * for that to end: what they have removed stays removed.
 *
 * @throws {StateError} `ENVIRONMENT_GONE`
 */
export declare function updateRecord(record: OwnerRecord, services: Services): Promise<void>;
/**
 * Removes what an initialisation that failed has made.
 *
 * @param record as it was written last.
 * @returns why it failed: what it ran into, or that somebody else destroyed it, which has all kinds of consequences.
 */
export declare function undoInit(error: unknown, record: OwnerRecord, services: Services): Promise<unknown>;
