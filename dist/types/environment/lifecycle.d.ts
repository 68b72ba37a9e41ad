import { type Reaped } from './destroy.ts';
import { Environment } from './environment.ts';
import type { CommonOptions, InitOptions, LoadOptions } from './options.ts';
import { type OwnerRecord } from './owner.ts';
/**
 * Makes an environment from an init file: directory, keys, subnets, templates, disks. Nothing is started.
 *
 * @throws {InitFileError} with all mistakes of the file; {@link UserError}, {@link HostError}, {@link ToolError} for the
 * rest. Whatever happens, a failed init leaves nothing behind.
 */
export declare function init(options?: InitOptions): Promise<Environment>;
/**
 * Opens an existing environment.
 *
 * @throws {UserError} `WORKDIR_NOT_FOUND`; {@link StateError} `PREFIX_NOT_FOUND`, `ENVIRONMENT_GONE`, `PREFIX_OF_LAGO`,
 * `FILE_BROKEN`.
 */
export declare function loadEnv(options?: LoadOptions): Promise<Environment>;
/** One environment that this host knows. */
export interface EnvironmentEntry {
    readonly uuid: string;
    readonly prefix: string;
    readonly phase: OwnerRecord['phase'];
    readonly owner: OwnerRecord['owner'];
    /** Why `reap` would remove it; undefined while it has an owner. */
    readonly orphan: string | undefined;
}
/** All environments that this host knows, whoever made them. */
export declare function listEnvironments(options?: CommonOptions): Promise<EnvironmentEntry[]>;
/** Destroys every environment whose owner is gone or whose time is up. One that fails does not stop the others. */
export declare function reap(options?: CommonOptions): Promise<Reaped[]>;
/**
 * Body of the watchdog process of one environment; returns when the environment is gone.
 *
 * @param environmentsDir directory of its owner record.
 */
export declare function watchEnvironment(environmentsDir: string, uuid: string): Promise<void>;
