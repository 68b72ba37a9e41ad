import type { Logger } from '../host/log.ts';
/**
 * Tells the log how far a download is: nothing of one that is done within two seconds, else every ten seconds with the rate
 * and the time left. The rate is that of what came since the last word, so that what was there before does not count.
 */
export declare function progressOf(id: string, log: Logger, now?: () => number): (bytes: number, total: number | undefined) => void;
