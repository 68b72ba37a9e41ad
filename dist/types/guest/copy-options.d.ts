/** How files are copied to or from a guest. */
export interface CopyOptions {
    /** Copy directories with all that is in them; true by default. */
    readonly recursive?: boolean;
    readonly signal?: AbortSignal | undefined;
    /** Called as the copy goes on, with totals so far. */
    readonly onProgress?: (progress: CopyProgress) => void;
    /** Milliseconds without any data until the copy is given up; 120 000 by default. */
    readonly stallTimeout?: number;
}
/** What bounds a copy from a guest, which is not trusted. */
export interface ReceiveLimits {
    /** Bytes of all files together; 4 GiB by default. */
    readonly maxBytes?: number;
    /** Files, directories and links together; 100 000 by default. */
    readonly maxFiles?: number;
}
/** How far a copy has come. */
export interface CopyProgress {
    /** Files, directories and links. */
    readonly files: number;
    readonly bytes: number;
}
/** What a copy did. */
export interface CopyReport extends CopyProgress {
    /** What was left out, and why: device nodes, links that lead out of the copy. At most 100 entries. */
    readonly skipped: readonly string[];
}
/** Milliseconds without data until a transfer is given up, unless options say otherwise. */
export declare const STALL_TIMEOUT = 120000;
/** Counts what is copied, holds it to its limits and remembers what was left out. */
export declare class Tally {
    #private;
    constructor(name: string, limits: ReceiveLimits & Pick<CopyOptions, 'onProgress'>, parent?: Tally);
    /** A tally of a part, which counts for this one as well. */
    part(): Tally;
    /** Counts one more file with the size that it claims. @throws {GuestError} `TRANSFER_TOO_LARGE` before any of it is read */
    addFile(size: number): void;
    /** Counts bytes that came. @throws {GuestError} `TRANSFER_TOO_LARGE` */
    addBytes(count: number): void;
    /** Remembers something that was left out. */
    skip(what: string): void;
    /** Forgets everything: the copy starts again in another way. */
    reset(): void;
    /** The totals so far. */
    report(): CopyReport;
}
/**
 * A path in the guest as commands there take it: `~/` is the home directory, where commands start, and a leading hyphen
 * is no option.
 *
 * @throws {UserError} `GUEST_PATH_INVALID` for an empty path or one with a NUL
 */
export declare function guestPath(path: string): string;
/** Last part of a path, `.` included, as `scp` names a copy in an existing directory. */
export declare function lastPart(path: string): string;
