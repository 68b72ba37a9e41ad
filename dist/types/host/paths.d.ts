/** Directories of this host that all environments share. All absolute; none is created here. */
export interface HostPaths {
    readonly stateDir: string;
    /** Owner records, one file per environment. */
    readonly environmentsDir: string;
    /** Subnet leases. */
    readonly leaseDir: string;
    /** Template store. */
    readonly storeDir: string;
    /** Template repositories that are found by name. */
    readonly repositoriesDir: string;
    /** Frozen build layers. */
    readonly layersDir: string;
    /** Pool for disk images whose own place cannot be used by QEMU. */
    readonly imagesDir: string;
}
/** Directories that a flag, an input or a configuration file names; they win over the environment. */
export interface PathOverrides {
    readonly stateDir?: string | undefined;
    readonly leaseDir?: string | undefined;
    readonly storeDir?: string | undefined;
}
/** Where Lago keeps what belongs to the host. */
export declare const SYSTEM_STATE_DIR = "/var/lib/lago";
/** Variables that relocate the directories, beside the XDG ones. */
export declare const PATH_VARIABLES: {
    readonly stateDir: 'LAGO_STATE_DIR';
    readonly leaseDir: 'LAGO_LEASE_DIR';
    readonly storeDir: 'LAGO__INIT__TEMPLATE_STORE';
};
/**
 * Finds the shared directories: what was given, else what the environment says, else below `/var/lib/lago` when this
 * user can write there, else below the XDG directories. Empty values count as not given.
 *
 * @param isUsable tells whether a directory can be written, or created; asks the file system by default.
 */
export declare function resolvePaths(overrides?: PathOverrides, env?: Readonly<Record<string, string | undefined>>, isUsable?: (directory: string) => boolean): HostPaths;
/** Whether this user can make files in `directory`, or can create it below the nearest directory that exists. */
export declare function isWritableDirectory(directory: string): boolean;
