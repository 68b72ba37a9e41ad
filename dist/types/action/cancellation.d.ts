/**
 * One signal for everything that can be cancelled. The runner sends SIGINT to this process alone, SIGTERM 7.5 s and SIGKILL
 * 10 s after it; what was started is not told.
 *
 * @param onCancel called once, at once; must be quick and synchronous.
 */
export declare function cancelOnSignals(onCancel: () => void): AbortSignal;
/** Has SIGTERM end this process, once others have taken note of it: `post` does the rest. */
export declare function endOnTermination(): void;
