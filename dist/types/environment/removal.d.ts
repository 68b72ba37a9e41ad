import type { LoadOptions } from './options.ts';
/** How environments to destroy are named. */
export interface DestroyOptions extends LoadOptions {
    /** All prefixes of the workdir. */
    readonly allPrefixes?: boolean;
    /** Instead of a place: the uuid, for an environment whose directory is gone. */
    readonly uuid?: string;
    /** Asked with the paths that will go before anything is touched; false stops it. */
    readonly confirm?: (paths: readonly string[]) => Promise<boolean>;
}
/**
 * Destroys environments from their owner records; works for half-made and broken ones, and for ones whose directory is
 * gone when `uuid` is given. A workdir that is a symbolic link only loses the link, as in Lago. One that is gone
 * meanwhile is fine; one that cannot be destroyed does not keep the others from it.
 *
 * @returns uuids of those that were destroyed.
 * @throws {StateError} `ENVIRONMENT_GONE`, `PREFIX_OF_LAGO` when there is a directory and no record; what the first that
 * failed says, after the others were destroyed.
 */
export declare function destroyEnvironments(options?: DestroyOptions): Promise<string[]>;
