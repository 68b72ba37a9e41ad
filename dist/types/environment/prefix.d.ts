/** Directory that Lago users expect below the working directory. */
export declare const DEFAULT_WORKDIR = ".lago";
export declare const DEFAULT_PREFIX = "default";
/** Paths inside one prefix, as Lago lays them out. */
export interface PrefixPaths {
    readonly root: string;
    readonly uuid: string;
    readonly initialized: string;
    readonly metadata: string;
    readonly privateKey: string;
    readonly publicKey: string;
    readonly knownHosts: string;
    readonly virt: string;
    readonly plan: string;
    /** Addresses that were found out, where none was given. */
    readonly addresses: string;
    /** Ports of the host that lead to machines now. */
    readonly ports: string;
    readonly images: string;
    readonly scripts: string;
    readonly logs: string;
    readonly logFile: string;
    readonly watchdogLog: string;
    readonly forwarderLog: string;
}
/** Where everything of a prefix lies. */
export declare function prefixPaths(root: string): PrefixPaths;
/** File with the saved spec of a network. */
export declare function netSpecFile({ virt }: PrefixPaths, net: string): string;
/** File with the saved spec of a domain. */
export declare function vmSpecFile({ virt }: PrefixPaths, vm: string): string;
/** Whether a directory is an initialised prefix. */
export declare function isPrefix(path: string): boolean;
/**
 * Whether a directory is a prefix as far as can be told, be it initialised, half-made or cleaned up: it has our kind of uuid,
 * and something else of a prefix or a place in a workdir.
 */
export declare function looksLikePrefix(path: string): boolean;
/** Whether a directory is a workdir: it has a `current` link. */
export declare function isWorkdir(path: string): boolean;
/** Where a prefix is before it gets its name, together with its uuid. */
export declare function draftOf({ prefix, uuid }: {
    readonly prefix: string;
    readonly uuid: string;
}): string;
/** Names of the prefixes in a workdir, sorted. */
export declare function listPrefixes(workdir: string): string[];
/** Name that `current` points to; undefined when there is no such link. */
export declare function currentPrefix(workdir: string): string | undefined;
/** Points `current` at a prefix, in one step. */
export declare function setCurrent(workdir: string, name: string): Promise<void>;
/** Removes links `current` that were being made by processes that were killed. */
export declare function removeAbandonedLinks(workdir: string): Promise<void>;
/** Mends `current` after a prefix went away: `default` first, else the last by name; without prefixes it goes too. */
export declare function repairCurrent(workdir: string): Promise<void>;
/** How a caller names an environment. */
export interface Location {
    /** Workdir, or a directory at or below the one that holds `.lago`; the current directory by default. */
    readonly workdir?: string | undefined;
    /** Prefix in the workdir; `current` by default: the one that one stands in, else the one that the link names. */
    readonly prefixName?: string | undefined;
    /** Path of the prefix itself, in place of the two. */
    readonly prefix?: string | undefined;
    readonly cwd: string;
}
/**
 * Finds the prefix that a verb means: the current directory when it is one, else the workdir given or found here,
 * in `.lago` or in a parent directory, with the prefix named or `current`.
 *
 * @param accept what counts as a prefix; an initialised one by default.
 * @param acceptHere what counts as one where nobody named it: for the current directory.
 * @throws {UserError} `WORKDIR_NOT_FOUND`; {@link StateError} `PREFIX_NOT_FOUND`, `WORKDIR_MALFORMED`.
 */
export declare function findPrefix(location: Location, accept?: (path: string) => boolean, acceptHere?: (path: string) => boolean): string;
/** Name of a prefix to be made: `default` where none is named, and for `current`, which is the name of the link. */
export declare function newPrefixName(prefixName: string | undefined): string;
/** Finds the workdir a verb means. @throws {UserError} `WORKDIR_NOT_FOUND`. */
export declare function findWorkdir(location: Pick<Location, 'workdir' | 'cwd'>): string;
/** Reads the uuid of a prefix; undefined where there is none, as when the prefix is removed at this moment. */
export declare function uuidIn(prefix: string): string | undefined;
/** As {@link uuidIn}. @throws {StateError} `ENVIRONMENT_GONE` */
export declare function readUuid(prefix: string): string;
