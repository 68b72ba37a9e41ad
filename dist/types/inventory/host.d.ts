/** What inventories need to know of one machine. */
export interface InventoryHost {
    readonly name: string;
    /** Management address; a machine without one is left out of inventories. */
    readonly ip?: string | undefined;
    /** 22 by default. */
    readonly port?: number | undefined;
    /** Command that leads to the machine where no direct way does, for `ProxyCommand`. */
    readonly proxyCommand?: string | undefined;
    readonly user: string;
    /** Absolute path. */
    readonly privateKeyFile: string;
    /** File in which `ssh` finds the pinned host key under the machine's name; host keys are not checked without. */
    readonly knownHostsFile?: string | undefined;
    /** Saved spec in Lago's spelling: where the keys of groups are looked up. */
    readonly spec: Readonly<Record<string, unknown>>;
    readonly groups: readonly string[];
}
/** A machine whose address is known, all its values checked. */
export interface ReachableHost extends InventoryHost {
    readonly ip: string;
}
/**
 * Machines that have an address, with every value that goes into a configuration checked.
 *
 * @throws {UserError} `INVENTORY_VALUE_INVALID`
 */
export declare function reachableHosts(hosts: readonly InventoryHost[]): ReachableHost[];
/**
 * Options that make `ssh` use the environment's key alone and check the pinned host key, each as `Name value`. The key
 * itself is not among them.
 */
export declare function sshOptions(host: ReachableHost): readonly (readonly [name: string, value: string])[];
/** A path the way `ssh` reads it: quoted when it has blanks, per cent signs doubled. */
export declare function sshPath(path: string): string;
