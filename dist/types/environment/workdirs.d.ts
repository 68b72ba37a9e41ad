import type { LoadOptions } from './options.ts';
/** The prefixes of a workdir. */
export interface PrefixList {
    readonly workdir: string;
    /** Name of the one that `current` points to. */
    readonly current: string | undefined;
    readonly prefixes: readonly string[];
}
/** Names of the prefixes in a workdir. @throws {UserError} `WORKDIR_NOT_FOUND`. */
export declare function listPrefixNames(options?: LoadOptions): PrefixList;
/** Makes a prefix the current one. @throws {UserError} `WORKDIR_NOT_FOUND`; {@link StateError} `PREFIX_NOT_FOUND`. */
export declare function setCurrentPrefix(options: LoadOptions & {
    readonly prefixName: string;
}): Promise<void>;
