/**
 * The files in which apt of this host is told about a suite, so that a template of it comes from where the host's own
 * packages come from.
 *
 * @param root directory with `etc`, for tests.
 */
export declare function aptSources(suite: string, root?: string): string[];
