/**
 * Checks that a file an init file names lies, after symlinks are followed, in a directory that init files may use: the
 * workspace, the work dir, the template store and what the user allows besides. The file itself need not exist yet.
 *
 * @param roots absolute directories; `/` allows all.
 * @param what names the file in the message, for example `disk root of VM web`.
 * @returns the path without symlinks: use this one, it was checked.
 * @throws {UserError} `DISK_PATH_NOT_ALLOWED`
 */
export declare function assertAllowedPath(path: string, roots: readonly string[], what: string): Promise<string>;
/** Real path of what is there, and of the nearest directory that is there for what is not. */
export declare function realPath(path: string): Promise<string>;
