import { type ChildProcess } from 'node:child_process';
import { type EntryName } from './entry.ts';
/** How a program of this package is started. */
export interface DetachedOptions {
    /** Gets both of its output streams; is made readable for its owner only. */
    readonly logFile: string;
    /** Opens a channel for messages, which is closed when either side ends. False by default. */
    readonly channel?: boolean;
}
/**
 * Starts a program of this package that outlives this process, its terminal and the sweep of a CI runner at the end of a job
 * (which looks for the tracking id). It has no `pid` when it cannot be started.
 */
export declare function startDetached(name: EntryName, args: readonly string[], options: DetachedOptions): ChildProcess;
