/**
 * Every error that a caller can react to. One class per kind of failure, told apart by `code`;
 * the family (`UserError`, `HostError`, ...) says who has to act, and so the exit status.
 */
/** What an error carries besides its message. */
export interface LagoErrorOptions {
    /** One sentence: what to do about it. */
    readonly hint?: string;
    /** The error underneath, kept for the log. */
    readonly cause?: unknown;
}
/** Base of all errors thrown on purpose. */
export declare abstract class LagoError extends Error {
    /** Stable name of the failure, for programs to branch on, for example `INIT_FILE_INVALID`. */
    readonly code: string;
    /** What to do about it, if anything can be said. */
    readonly hint: string | undefined;
    /** Exit status of the CLI: 2 for mistakes the user can mend, 1 for the rest. */
    abstract readonly exitCode: 1 | 2 | 130;
    constructor(code: string, message: string, options?: LagoErrorOptions);
}
/** A mistake in an init file, an input, a flag or a call. Exit status 2. */
export declare class UserError extends LagoError {
    readonly exitCode = 2;
}
/** The host lacks something: KVM, a tool, permission, room on a disk. Exit status 2, because the user can mend it. */
export declare class HostError extends LagoError {
    readonly exitCode = 2;
}
/** A program or service that we call failed (libvirt, qemu-img, a template server). Exit status 1. */
export declare class ToolError extends LagoError {
    readonly exitCode = 1;
}
/** A guest did not do what was asked: it did not boot, SSH was refused, a command failed. Exit status 1. */
export declare class GuestError extends LagoError {
    readonly exitCode = 1;
}
/** An operation that the state of the environment forbids (not running, already exists, no such prefix). Exit status 2. */
export declare class StateError extends LagoError {
    readonly exitCode = 2;
}
/** The caller's abort signal fired. Exit status 130. */
export declare class CancelledError extends LagoError {
    readonly exitCode = 130;
    constructor(what: string, options?: LagoErrorOptions);
}
/** A fault of our own; asks for a report. Exit status 1. */
export declare class InternalError extends LagoError {
    readonly exitCode = 1;
    constructor(message: string, options?: LagoErrorOptions);
}
/** Message of anything that was thrown, without a stack. */
export declare function messageOf(error: unknown): string;
/** Whether a thrown value is a Node system error with the given code (`ENOENT`, `EACCES`, ...). */
export declare function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean;
/** Throws {@link CancelledError} when the signal has fired. */
export declare function throwIfCancelled(signal: AbortSignal | undefined, what: string): void;
