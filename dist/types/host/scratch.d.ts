/**
 * Makes a directory for temporary files of this process, which only this user can enter. Remove it when done; what is left
 * of a killed process goes with {@link removeAbandonedProbeFiles}.
 *
 * @param parent where; the directory for temporary files by default.
 */
export declare function makeScratch(kind: 'signature' | 'cache', parent?: string): Promise<string>;
/**
 * Removes from a directory for temporary files what KVM probes, checks of signatures and saves to a CI cache left there whose
 * processes were killed. Those belong to no environment. Those of other users, which are closed to us, stay.
 *
 * @param parent the system's directory for temporary files by default.
 */
export declare function removeAbandonedProbeFiles(parent?: string): Promise<void>;
