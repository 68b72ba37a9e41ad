/** A mistake in how the CLI was called. Exit status 2. */
export declare class UsageError extends Error {
    readonly exitCode = 2;
    /** What to do about it. */
    readonly hint: string | undefined;
    constructor(message: string, hint?: string);
}
