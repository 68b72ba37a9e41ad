import type { CliEnvironment, LoadOptions } from './sdk.ts';
import type { Call } from './verb.ts';
type AnyCall = Pick<Call, 'global' | 'io' | 'log' | 'sdk'>;
/** Options for every call into the SDK. */
export declare function commonOptions({ global, io, log }: AnyCall): {
    log: import("./sdk.ts").Logger;
    signal: AbortSignal;
    cwd: string;
    env: Readonly<Record<string, string | undefined>>;
    libvirtUrl?: string;
    leaseDir?: string;
    stateDir?: string;
};
/** The workdir that is meant: `-w`, else the one that a CI job exports. */
export declare function workdirOf({ global, io }: AnyCall): string | undefined;
/** How the environment is found that a verb works on. */
export declare function loadOptions(call: AnyCall): LoadOptions;
/** Runs `body` with the environment that the call means, and closes its connections afterwards. */
export declare function withEnvironment<T>(call: AnyCall & Pick<Call, 'logFailureTo'>, body: (env: CliEnvironment) => Promise<T>): Promise<T>;
/** An object without the keys that have no value, for options where absent and undefined differ. */
export declare function defined<T extends object>(object: T): {
    [K in keyof T]?: Exclude<T[K], undefined>;
};
export {};
