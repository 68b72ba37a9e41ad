import { ACCELERATIONS, CACHE_CHOICES, COLLECT_WHEN, type InputName } from './inputs.ts';
/** How the inputs are read: the text of one by its name, trimmed, empty when it is not given. */
export type GetInput = (name: InputName) => string;
/** Inputs that `post` acts upon. */
export interface PostSettings {
    readonly collect: (typeof COLLECT_WHEN)[number];
    /** As given; a name of our own is made when it is not. */
    readonly artifactName: string | undefined;
    /** 0 is the repository's own setting. */
    readonly retentionDays: number;
    readonly destroy: boolean;
}
/** All inputs, checked. Times are in seconds, paths absolute. */
export interface Settings extends PostSettings {
    readonly initFile: string;
    readonly workdir: string;
    readonly templateRepos: readonly string[] | undefined;
    readonly templateStore: string | undefined;
    readonly cache: (typeof CACHE_CHOICES)[number];
    /** Bytes. */
    readonly cacheBudget: number;
    readonly frozen: boolean;
    readonly noCache: boolean;
    readonly acceleration: (typeof ACCELERATIONS)[number];
    readonly start: boolean;
    readonly sshTimeout: number | undefined;
    readonly timeout: number | undefined;
    readonly setup: boolean;
    readonly strict: boolean;
    readonly allowHostPaths: readonly string[];
    readonly allowVariables: readonly string[];
}
/** What `post` does when the inputs cannot be read. */
export declare const POST_DEFAULTS: PostSettings;
/**
 * Reads all inputs.
 *
 * @param workspace directory that relative paths refer to.
 * @throws {UserError} `INPUT_INVALID`, naming the input, its value and what was expected.
 */
export declare function readSettings(getInput: GetInput, workspace: string): Settings;
/** Reads the inputs that `post` needs; errors as {@link readSettings}. */
export declare function readPostSettings(getInput: GetInput): PostSettings;
