import { GuestError, UserError } from '../host/errors.ts';

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
export const STALL_TIMEOUT = 120_000;

const MAX_SKIPPED = 100;
const DEFAULT_MAX_BYTES = 4 * 1024 ** 3;
const DEFAULT_MAX_FILES = 100_000;

/** Counts what is copied, holds it to its limits and remembers what was left out. */
export class Tally {
  #files = 0;
  #bytes = 0;
  #skipped: string[] = [];
  readonly #name: string;
  readonly #limits: ReceiveLimits & Pick<CopyOptions, 'onProgress'>;
  readonly #parent: Tally | undefined;

  constructor(name: string, limits: ReceiveLimits & Pick<CopyOptions, 'onProgress'>, parent?: Tally) {
    this.#name = name;
    this.#limits = limits;
    this.#parent = parent;
  }

  /** A tally of a part, which counts for this one as well. */
  part(): Tally {
    return new Tally(this.#name, { maxBytes: Number.POSITIVE_INFINITY, maxFiles: Number.POSITIVE_INFINITY }, this);
  }

  /** Counts one more file with the size that it claims. @throws {GuestError} `TRANSFER_TOO_LARGE` before any of it is read */
  addFile(size: number): void {
    this.#parent?.addFile(size);
    const { maxFiles = DEFAULT_MAX_FILES, maxBytes = DEFAULT_MAX_BYTES } = this.#limits;
    if (this.#files + 1 > maxFiles) throw this.#tooLarge(`more than ${maxFiles} files`, 'maxFiles');
    if (this.#bytes + size > maxBytes) throw this.#tooLarge(`more than ${maxBytes} bytes`, 'maxBytes');
    this.#files += 1;
    this.#report();
  }

  /** Counts bytes that came. @throws {GuestError} `TRANSFER_TOO_LARGE` */
  addBytes(count: number): void {
    this.#parent?.addBytes(count);
    this.#bytes += count;
    const { maxBytes = DEFAULT_MAX_BYTES } = this.#limits;
    if (this.#bytes > maxBytes) throw this.#tooLarge(`more than ${maxBytes} bytes`, 'maxBytes');
    this.#report();
  }

  /** Remembers something that was left out. */
  skip(what: string): void {
    if (this.#skipped.length < MAX_SKIPPED) this.#skipped.push(what);
  }

  /** Forgets everything: the copy starts again in another way. */
  reset(): void {
    this.#files = 0;
    this.#bytes = 0;
    this.#skipped = [];
  }

  /** The totals so far. */
  report(): CopyReport {
    return { files: this.#files, bytes: this.#bytes, skipped: [...this.#skipped] };
  }

  #report(): void {
    this.#limits.onProgress?.({ files: this.#files, bytes: this.#bytes });
  }

  #tooLarge(what: string, limit: string): GuestError {
    return new GuestError('TRANSFER_TOO_LARGE', `VM ${this.#name} sends ${what}; nothing more is taken`, {
      hint: `Copy less, or raise \`${limit}\`.`,
    });
  }
}

/**
 * A path in the guest as commands there take it: `~/` is the home directory, where commands start, and a leading hyphen
 * is no option.
 *
 * @throws {UserError} `GUEST_PATH_INVALID` for an empty path or one with a NUL
 */
export function guestPath(path: string): string {
  if (path === '' || path.includes('\0')) {
    throw new UserError('GUEST_PATH_INVALID', `${JSON.stringify(path)} is not a path in a guest`);
  }
  if (path === '~') return '.';
  const relative = path.startsWith('~/') ? path.slice(2).replace(/^\/+/, '') || '.' : path;
  return relative.startsWith('-') ? `./${relative}` : relative;
}

/** Last part of a path, `.` included, as `scp` names a copy in an existing directory. */
export function lastPart(path: string): string {
  return (
    path
      .split('/')
      .filter((part) => part !== '')
      .at(-1) ?? '.'
  );
}
