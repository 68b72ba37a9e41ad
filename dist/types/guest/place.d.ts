/** Where a copy goes on this machine. */
export interface Destination {
    /** Path of the copy itself. */
    readonly target: string;
    /** An existing directory on the same file system, for preparing it. */
    readonly staging: string;
}
/**
 * Where `scp -r` would put a copy of `source`: below `local` when that is a directory, else `local` itself, whose parent
 * must exist.
 *
 * @param makesParents whether the caller makes the directories above itself.
 * @throws {UserError} `LOCAL_PATH_MISSING`
 */
export declare function destinationOf(local: string, source: string, makesParents?: boolean): Promise<Destination>;
/**
 * Moves what was received to its place. A directory that is there already is merged into; links in it are replaced by
 * what comes, never followed: an earlier copy may have brought them. Conflicts are found before anything is moved.
 *
 * @throws {GuestError} `COPY_CONFLICT` when a directory would replace something else, or the reverse
 * @throws {HostError}
 */
export declare function moveIntoPlace(from: string, to: string): Promise<void>;
