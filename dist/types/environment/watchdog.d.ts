import { type OwnerRecord } from './owner.ts';
import type { Services } from './services.ts';
/** Whether an environment needs a watchdog: one that may live as long as its directory does not. */
export declare function needsWatchdog(record: OwnerRecord): boolean;
/**
 * Starts the watchdog of an environment, a small detached process that destroys it when its owner is gone or its time is
 * up, and notes it in the record. Does nothing when one is running. Must be called before the first machine starts, under the
 * environment's lock.
 */
export declare function startWatchdog(record: OwnerRecord, logFile: string, services: Services): Promise<OwnerRecord>;
/** Body of the watchdog process: watches until the environment is gone, whoever removes it. */
export declare function watch(uuid: string, services: Services): Promise<void>;
