/**
 * Runs `work` on all items at once (or at most `limit` of them) and waits until every one has ended. The first failure
 * aborts the signal handed to the others, so that they can stop early, and is thrown once they have.
 */
export declare function forAll<T, R>(items: Iterable<T>, work: (item: T, signal: AbortSignal) => Promise<R>, options?: {
    readonly signal?: AbortSignal | undefined;
    readonly limit?: number;
}): Promise<R[]>;
