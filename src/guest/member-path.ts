import { GuestError } from '../host/errors.ts';
import { oneLine } from './one-line.ts';

/** The name of a member of an archive, made safe. */
export type MemberPath =
  | { readonly ok: true; readonly parts: readonly string[] }
  | { readonly ok: false; readonly why: string };

const MAX_PART = 255;
const MAX_DEPTH = 128;
const MAX_LENGTH = 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Splits a member's name into parts that are safe below a directory of ours: no empty ones, no `.`, control characters
 * replaced by `_`. Names that our file systems cannot hold come back with the reason.
 *
 * @throws {GuestError} `TRANSFER_REFUSED` for an absolute name or one with `..`: no honest tar sends those
 */
export function memberPath(name: string): MemberPath {
  const parts = name.split('/');
  if (name.startsWith('/') || parts.includes('..')) throw refused(`a file named ${oneLine(JSON.stringify(name), 200)}`);
  const safe = parts.filter((part) => part !== '' && part !== '.').map((part) => part.replace(CONTROL, '_'));
  const tooLong =
    safe.length > MAX_DEPTH ||
    Buffer.byteLength(name) > MAX_LENGTH ||
    safe.some((part) => Buffer.byteLength(part) > MAX_PART);
  return tooLong ? { ok: false, why: 'its name is too long' } : { ok: true, parts: safe };
}

/** The error for data that a guest has no honest reason to send. */
export function refused(what: string): GuestError {
  return new GuestError('TRANSFER_REFUSED', `the guest sends ${what}: the copy is refused`);
}
