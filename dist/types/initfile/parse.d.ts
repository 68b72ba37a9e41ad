import { UserError } from '../host/errors.ts';
import { type InitFile } from './types.ts';
/** How to parse an init file. */
export interface ParseOptions {
    /** Absolute path of the file, or a name for text that comes from elsewhere; positions show it. */
    readonly file: string;
    /** What relative paths and `$LAGO_INITFILE_PATH` refer to. Default: the directory of `file`. */
    readonly directory?: string | undefined;
    /** Unknown keys are errors instead of warnings. Default: false. */
    readonly strict?: boolean | undefined;
    /** Variables to expand from; the environment of the process is not looked at. Default: none. */
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
    /** Names of variables that are expanded besides `LAGO_*`. Default: none. */
    readonly allowedVariables?: readonly string[] | undefined;
    /** Largest text, in bytes of UTF-8. Default: {@link MAX_BYTES}. */
    readonly maxBytes?: number | undefined;
}
/** Largest init file, in bytes: 1 MiB. */
export declare const MAX_BYTES: number;
/**
 * Parses an init file, YAML or JSON, and checks it as far as one can without knowing subnets, templates or the host.
 * `raw` of its parts shares nothing with that of others, so that callers may write to copies of it level by level.
 *
 * @throws InitFileError with all errors of the file, in its order.
 * @throws UserError `INIT_FILE_TOO_LARGE`.
 */
export declare function parseInitFile(text: string, options: ParseOptions): InitFile;
/** The error for a text above the limit. */
export declare function tooLarge(file: string, maxBytes: number): UserError;
