/** Runs an operation of the cache with a directory for its archive, which goes with it. */
export declare function withScratch<T>(body: (scratch: string) => Promise<T>): Promise<T>;
/** Removes the archives, as large as images, that killed jobs left of operations of the cache. */
export declare function removeAbandonedArchives(): Promise<void>;
