import type { GlobalValues } from './global-options.ts';
import type { CliIo } from './io.ts';
import type { Logger, Sdk } from './sdk.ts';
/** The logger of a call, to be disposed of when the call ends. */
export interface ConsoleLog extends Disposable {
    readonly log: Logger;
}
/**
 * Makes the logger of a call, on standard error: on a terminal a tree of the tasks that changes as they go on, elsewhere a
 * line for each, with a sign of life for long ones. In a job of GitHub Actions the outermost ones are groups.
 */
export declare function consoleLog(sdk: Sdk, io: CliIo, global: GlobalValues): ConsoleLog;
/** Colours are for people at a terminal who did not ask for none (https://no-color.org). */
export declare function usesColor(io: CliIo): boolean;
