import type { Logger } from '../host/log.ts';
/**
 * Undoes what an operation that failed has done. That this fails as well is told in the log, since why the operation failed
 * matters more; that the environment is gone meanwhile, with all that was to be undone, is not.
 */
export declare function rollingBack(log: Logger, undo: () => Promise<unknown>): Promise<void>;
