import { realpath, stat } from 'node:fs/promises';
import { GuestError, hasErrorCode, UserError } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import type { GuestConnection } from './connection.ts';
import { type CopyOptions, type CopyReport, guestPath, lastPart, STALL_TIMEOUT, Tally } from './copy-options.ts';
import { archiveOf, type OpenFile, openFile, walkTree } from './local-tree.ts';
import { oneLine } from './one-line.ts';
import { quoteWord } from './quote.ts';
import { NOTHING, sendAll, startTransfer } from './transfer.ts';

/** Exit code by which our commands say that the guest has no tar. */
const NO_TAR = 75;

/**
 * Copies a file or a directory into a guest, as `scp -r` does: an existing directory in the guest gets it as a child,
 * otherwise `remote` becomes its name. Permissions are kept; links below a directory are copied as links.
 *
 * A file goes through `cat`, a directory as one tar stream: both are there in every guest with a POSIX shell, and a
 * stream spares the round trip for each file that SFTP takes. Without tar, files go one by one.
 *
 * @throws {UserError} `LOCAL_PATH_MISSING`, `IS_DIRECTORY` (without `recursive`), `GUEST_PATH_INVALID`
 * @throws {GuestError} `COPY_FAILED` with what the guest says, `TRANSFER_STALLED`, and as {@link GuestConnection.open}
 * @throws {HostError} when a local file cannot be read
 */
export async function copyTo(
  connection: GuestConnection,
  local: string,
  remote: string,
  options: CopyOptions = {},
): Promise<CopyReport> {
  const tally = new Tally(connection.name, {
    maxBytes: Number.POSITIVE_INFINITY,
    maxFiles: Number.POSITIVE_INFINITY,
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  const copy = new Upload(connection, local, remote, options, tally);
  connection.options.log.debug(`copy ${local} to ${connection.name}:${remote}`);
  const { path, kind, mode } = await localSource(local);
  const target = childOf(guestPath(remote), lastPart(local));
  if (kind === 'file') {
    await using file = await openFile(path);
    await copy.file(file, target);
  } else {
    if (options.recursive === false) throw isDirectory(local);
    await copy.tree(path, mode, target);
  }
  return tally.report();
}

/** The error for a directory that was to be copied without `recursive`. */
export function isDirectory(what: string): UserError {
  return new UserError('IS_DIRECTORY', `${what} is a directory`, { hint: 'Copy it with `recursive: true`.' });
}

/** A file or directory of this host. */
export interface LocalSource {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  readonly mode: number;
}

/** What is to be copied. @throws {UserError} `LOCAL_PATH_MISSING`; {@link HostError} when it cannot be read */
export async function localSource(local: string): Promise<LocalSource> {
  try {
    const path = await realpath(local);
    const info = await stat(path);
    const mode = info.mode & 0o7777;
    if (info.isFile()) return { path, kind: 'file', mode };
    if (info.isDirectory()) return { path, kind: 'directory', mode };
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw fileError(error, 'read', local);
    throw new UserError('LOCAL_PATH_MISSING', `${local} does not exist`, { cause: error });
  }
  throw new UserError('LOCAL_PATH_MISSING', `${local} is neither a file nor a directory`);
}

/** Shell text that sets `t` to where a copy goes: below `path` when that is a directory, else `path` itself. */
function childOf(path: string, name: string): string {
  return `t=${quoteWord(path)}; [ -d "$t" ] && t=$t/${quoteWord(name)}`;
}

class Upload {
  readonly #connection: GuestConnection;
  readonly #what: string;
  readonly #options: CopyOptions;
  readonly #tally: Tally;

  constructor(connection: GuestConnection, local: string, remote: string, options: CopyOptions, tally: Tally) {
    this.#connection = connection;
    this.#what = `copying ${local} to ${remote}`;
    this.#options = options;
    this.#tally = tally;
  }

  /** Sends one file to where the shell text `target` says. */
  async file(file: OpenFile, target: string): Promise<void> {
    this.#tally.addFile(0);
    const tally = this.#tally;
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const chunk of file.chunks) {
        tally.addBytes(chunk.length);
        yield chunk;
      }
    }
    await this.#mustRun(`${target}; umask 077; cat >"$t" && chmod ${octal(file.mode)} "$t"`, counted());
  }

  /** Sends what is in a directory to where the shell text `target` says. */
  async tree(root: string, mode: number, target: string): Promise<void> {
    const command = [
      target,
      `[ -d "$t" ] || { mkdir "$t" && chmod ${octal(mode)} "$t"; } || exit 73`,
      'cd "$t" && pwd || exit 73',
      `command -v tar >/dev/null 2>&1 || exit ${NO_TAR}`,
      // Directories that are there keep their permissions, as with scp: /tmp must not get those of a checkout.
      'o=; tar --no-overwrite-dir --help >/dev/null 2>&1 && o=--no-overwrite-dir',
      // Without this, busybox leaves out links that lead upwards.
      'EXTRACT_UNSAFE_SYMLINKS=1; export EXTRACT_UNSAFE_SYMLINKS',
      'exec tar $o -xpf -',
    ].join('; ');
    this.#tally.addFile(0);
    const { code, out, errors } = await this.#run(command, archiveOf(root, this.#tally));
    if (code === NO_TAR) await this.#oneByOne(root, out.replace(/\n$/, ''));
    else if (code !== 0) throw this.#failed(code, errors);
  }

  /** For guests without tar: a command for each member. */
  async #oneByOne(root: string, base: string): Promise<void> {
    this.#connection.options.log.debug(`VM ${this.#connection.name} has no tar: files are copied one by one`);
    this.#tally.reset();
    this.#tally.addFile(0);
    for await (const member of walkTree(root, this.#tally)) {
      const target = `t=${quoteWord(`${base}/${member.name}`)}`;
      if (member.type === 'file') {
        await using file = await openFile(member.path);
        await this.file(file, target);
        continue;
      }
      this.#tally.addFile(0);
      const make =
        member.type === 'directory'
          ? `[ -d "$t" ] || { mkdir "$t" && chmod ${octal(member.mode)} "$t"; }`
          : `ln -snf -- ${quoteWord(member.target ?? '')} "$t"`;
      await this.#mustRun(`${target}; ${make}`, NOTHING);
    }
  }

  async #mustRun(command: string, source: AsyncIterable<Buffer>): Promise<void> {
    const { code, errors } = await this.#run(command, source);
    if (code !== 0) throw this.#failed(code, errors);
  }

  async #run(
    command: string,
    source: AsyncIterable<Buffer>,
  ): Promise<{ readonly code: number; readonly out: string; readonly errors: string }> {
    const { stallTimeout = STALL_TIMEOUT, signal } = this.#options;
    const transfer = await startTransfer(this.#connection, command, stallTimeout, signal);
    const out: Buffer[] = [];
    transfer.process.channel.on('data', (chunk: Buffer) => {
      transfer.process.touch();
      if (out.length < 16) out.push(chunk);
    });
    try {
      const [{ code }] = await Promise.all([transfer.process.exited, sendAll(transfer, source)]);
      return { code, out: Buffer.concat(out).toString('utf8'), errors: transfer.errors() };
    } finally {
      transfer.finish();
    }
  }

  #failed(code: number, errors: string): GuestError {
    const why = errors.trim() === '' ? `exit code ${code}` : oneLine(errors);
    return new GuestError('COPY_FAILED', `VM ${this.#connection.name}: ${this.#what} failed: ${why}`);
  }
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8);
}
