/**
 * Makes a directory for temporary files of this process, which only this user can enter. Remove it when done; what is left
 * of a killed process goes with {@link removeAbandonedProbeFiles}.
 */
export declare function makeScratch(kind: 'signature'): Promise<string>;
/**
 * Removes from the directory for temporary files what KVM probes and checks of signatures left there whose processes were
 * killed. Those belong to no environment. Those of other users, which are closed to us, stay.
 */
export declare function removeAbandonedProbeFiles(): Promise<void>;
