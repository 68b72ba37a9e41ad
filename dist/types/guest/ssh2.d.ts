import type ssh2 from 'ssh2';
/** Loads the SSH library: it takes a moment, and most calls talk to no guest. */
export declare function loadSsh2(): Promise<typeof ssh2>;
/** The library, where waiting is not possible any more. @throws {InternalError} when nobody has loaded it. */
export declare function loadedSsh2(): typeof ssh2;
