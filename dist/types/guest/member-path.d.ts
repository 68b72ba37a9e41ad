import { GuestError } from '../host/errors.ts';
/** The name of a member of an archive, made safe. */
export type MemberPath = {
    readonly ok: true;
    readonly parts: readonly string[];
} | {
    readonly ok: false;
    readonly why: string;
};
/**
 * Splits a member's name into parts that are safe below a directory of ours: no empty ones, no `.`, control characters
 * replaced by `_`. Names that our file systems cannot hold come back with the reason.
 *
 * @throws {GuestError} `TRANSFER_REFUSED` for an absolute name or one with `..`: no honest tar sends those
 */
export declare function memberPath(name: string): MemberPath;
/** The error for data that a guest has no honest reason to send. */
export declare function refused(what: string): GuestError;
