/**
 * Runs work that ends when `outer` fires, or after a time.
 *
 * @param seconds no limit when undefined.
 * @throws {HostError} `TIMEOUT` when the time was up first.
 */
export declare function withDeadline<T>(outer: AbortSignal, seconds: number | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
