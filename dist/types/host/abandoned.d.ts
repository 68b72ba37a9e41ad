/**
 * Removes the temporary files in a directory whose writers were killed before they could rename them. Those of processes
 * that live stay, and so do those of processes whose numbers were given to others. Fine without the directory.
 *
 * @param accept answers for the name that a file was to get; all names by default.
 * @throws {HostError} `PERMISSION_DENIED` or `FILE_FAILED`.
 */
export declare function removeAbandoned(directory: string, accept?: (name: string) => boolean): Promise<void>;
