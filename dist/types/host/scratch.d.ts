/**
 * Removes from the directory for temporary files what KVM probes left there whose processes were killed. Those belong to no
 * environment. Those of other users, which are closed to us, stay.
 */
export declare function removeAbandonedProbeFiles(): Promise<void>;
