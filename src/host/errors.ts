/**
 * Every error that a caller can react to. One class per kind of failure, told apart by `code`;
 * the family (`UserError`, `HostError`, ...) says who has to act, and so the exit status.
 */

// isNativeError instead of instanceof: under Jest, Node's own errors come from another realm.
import { isNativeError } from 'node:util/types';

/** What an error carries besides its message. */
export interface LagoErrorOptions {
  /** One sentence: what to do about it. */
  readonly hint?: string;
  /** The error underneath, kept for the log. */
  readonly cause?: unknown;
}

/** Base of all errors thrown on purpose. */
export abstract class LagoError extends Error {
  /** Stable name of the failure, for programs to branch on, for example `INIT_FILE_INVALID`. */
  readonly code: string;
  /** What to do about it, if anything can be said. */
  readonly hint: string | undefined;
  /** Exit status of the CLI: 2 for mistakes the user can mend, 1 for the rest. */
  abstract readonly exitCode: 1 | 2 | 130;

  constructor(code: string, message: string, options: LagoErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
  }
}

/** A mistake in an init file, an input, a flag or a call. Exit status 2. */
export class UserError extends LagoError {
  override readonly exitCode = 2;
}

/** The host lacks something: KVM, a tool, permission, room on a disk. Exit status 2, because the user can mend it. */
export class HostError extends LagoError {
  override readonly exitCode = 2;
}

/** A program or service that we call failed (libvirt, qemu-img, a template server). Exit status 1. */
export class ToolError extends LagoError {
  override readonly exitCode = 1;
}

/** A guest did not do what was asked: it did not boot, SSH was refused, a command failed. Exit status 1. */
export class GuestError extends LagoError {
  override readonly exitCode = 1;
}

/** An operation that the state of the environment forbids (not running, already exists, no such prefix). Exit status 2. */
export class StateError extends LagoError {
  override readonly exitCode = 2;
}

/** The caller's abort signal fired. Exit status 130. */
export class CancelledError extends LagoError {
  override readonly exitCode = 130;
  constructor(what: string, options: LagoErrorOptions = {}) {
    super('CANCELLED', `${what} was cancelled`, options);
  }
}

/** A fault of our own; asks for a report. Exit status 1. */
export class InternalError extends LagoError {
  override readonly exitCode = 1;
  constructor(message: string, options: LagoErrorOptions = {}) {
    super('INTERNAL', message, { hint: 'This is a fault in lago-action: please report it with lago.log.', ...options });
  }
}

/** Message of anything that was thrown, without a stack. */
export function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

/** Whether a thrown value is a Node system error with the given code (`ENOENT`, `EACCES`, ...). */
export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return isNativeError(error) && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

/** Throws {@link CancelledError} when the signal has fired. */
export function throwIfCancelled(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw new CancelledError(what, { cause: signal.reason });
}
