/**
 * Runs `body` with an empty directory in the store, through which something goes to a cache or comes from it: on the
 * store's own file system, so that files can be linked and moved. It is removed at the end; what a killed process leaves,
 * {@link sweepTransfers} removes.
 *
 * @param storeDir absolute.
 * @param what for people, and for the name.
 */
export declare function withTransfer<T>(storeDir: string, what: string, body: (directory: string) => Promise<T>): Promise<T>;
/** Removes what killed processes left of their {@link withTransfer}. Fine when there is nothing, or no right to do so. */
export declare function sweepTransfers(storeDir: string): Promise<void>;
