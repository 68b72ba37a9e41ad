import type { Services } from './services.ts';
/** An environment that `reap` removed, or could not. */
export interface Reaped {
    readonly uuid: string;
    readonly prefix: string;
    readonly reason: string;
    /** What went wrong, when it could not be removed. */
    readonly error?: unknown;
}
/**
 * Removes everything an environment has, from its owner record alone: machines, networks, leases, images, directory.
 * Safe to repeat and to run twice at once; works when the directory is gone or another one has taken its place.
 *
 * @returns whether there was anything to remove.
 * @throws when the provider cannot be reached; the record then stays, so that a later call can finish.
 */
export declare function destroyEnvironment(uuid: string, services: Services): Promise<boolean>;
/** Removes an environment if nobody owns it (any more). @returns whether it did; @throws as {@link destroyEnvironment} */
export declare function destroyOrphan(uuid: string, services: Services): Promise<boolean>;
/** Removes every environment whose owner is gone or whose time is up. One that fails does not stop the others. */
export declare function reapEnvironments(services: Services): Promise<Reaped[]>;
