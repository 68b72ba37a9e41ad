/**
 * Whether an SSH server answers: it sends its version at once, before anybody logs in.
 *
 * @param timeout milliseconds until one that says nothing counts as down; 5 s by default.
 * @throws {CancelledError} when the signal fires.
 */
export declare function answersSsh(host: string, port: number, signal?: AbortSignal, timeout?: number): Promise<boolean>;
