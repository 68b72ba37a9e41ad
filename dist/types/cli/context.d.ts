import type { CliEnvironment, LoadOptions } from './sdk.ts';
import type { Call } from './verb.ts';
type AnyCall = Pick<Call, 'config' | 'global' | 'io' | 'log' | 'plugins' | 'sdk'>;
/** Options for every call into the SDK. */
export declare function commonOptions({ config, global, io, log, plugins }: AnyCall): {
    log: import("./sdk.ts").Logger;
    signal: AbortSignal;
    cwd: string;
    env: Readonly<Record<string, string | undefined>>;
    libvirtUrl?: string;
    libvirtAuth?: {
        username: string;
        password: string;
    };
    leaseDir?: string;
    stateDir?: string;
    subnetPool?: readonly string[];
    templateStore?: string;
    ssh?: {
        tries?: number;
        timeout?: number;
    };
    plugins?: readonly import("./sdk.ts").PluginReference[];
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
