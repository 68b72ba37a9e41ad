/**
 * Puts finished files where they belong, in order; all go from there again when one cannot be. They stay in `staging` as
 * well where the file system has hard links, so that {@link unpublish} finds those of a call that was killed.
 */
export declare function publish(names: readonly string[], staging: string): Promise<void>;
/** Takes back what {@link publish} put beside `staging`, unless it had got through with all of it. */
export declare function unpublish(staging: string): Promise<void>;
