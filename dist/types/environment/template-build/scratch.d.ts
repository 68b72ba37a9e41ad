/**
 * Makes a directory for what a build takes, below the one that the result goes to, and removes those of builds that were
 * killed. Nothing is mounted in those any more: mounts end with their namespaces.
 *
 * @returns its absolute path; it is removed with all that is in it by disposing of it.
 */
export declare function makeScratch(below: string): Promise<AsyncDisposable & {
    readonly path: string;
}>;
