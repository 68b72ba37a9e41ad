/** What a program gave back; `code` is -1 when it could not be run at all. */
export interface CommandResult {
    readonly code: number;
    /** Both streams. */
    readonly output: string;
}
/** What setting up a host needs of it. */
export interface HostCommands {
    /** Whether this process is root. */
    readonly isRoot: boolean;
    /** Name of this user. */
    readonly user: string;
    /** Runs a program; never throws. */
    run(argv: readonly string[], options?: {
        readonly input?: string;
        readonly signal?: AbortSignal;
    }): Promise<CommandResult>;
    /** Whether a program is on PATH. */
    has(program: string): boolean;
    /** Whether a file is there, and whether this user can read and write it. */
    access(file: string): 'missing' | 'denied' | 'granted';
}
/** This host. Programs are run with argument arrays, without a shell. */
export declare function hostCommands(env: Readonly<Record<string, string | undefined>>, user: string): HostCommands;
