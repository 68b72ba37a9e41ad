import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError } from '../host/errors.ts';
import { fileError } from '../host/files.ts';
import type { Tally } from './copy-options.ts';
import { oneLine } from './one-line.ts';
import { TAR_END, type TarMember, tarHeader, tarPadding } from './tar-header.ts';

/** A member with the local file it comes from. */
export interface LocalMember extends TarMember {
  readonly path: string;
}

/**
 * Everything below a local directory, parents first, in the order of names. Symlinks are members of their own and never
 * followed: a tree from a pull request must not carry files from elsewhere into a guest. Sockets, devices and pipes are
 * left out.
 *
 * @throws {HostError} when something cannot be read
 */
export async function* walkTree(root: string, tally: Tally, below = '.'): AsyncGenerator<LocalMember> {
  const directory = join(root, below);
  for (const entry of await reading(directory, () => readdir(directory))) {
    const name = `${below}/${entry}`;
    const path = join(root, name);
    const info = await reading(path, () => lstat(path));
    const about = { path, name, size: 0, mode: info.mode & 0o7777, mtime: info.mtimeMs / 1000 };
    if (info.isDirectory()) {
      yield { ...about, type: 'directory' };
      yield* walkTree(root, tally, name);
    } else if (info.isSymbolicLink()) {
      yield { ...about, type: 'symlink', target: await reading(path, () => readlink(path)) };
    } else if (info.isFile()) {
      yield { ...about, type: 'file', size: info.size };
    } else {
      tally.skip(`${oneLine(path)}: neither a file, a directory nor a link`);
    }
  }
}

/**
 * A directory as a tar archive, its members named `./...`; the directory itself is not among them.
 *
 * @throws {HostError} when something cannot be read, or shrinks meanwhile
 */
export async function* archiveOf(root: string, tally: Tally): AsyncGenerator<Buffer> {
  for await (const member of walkTree(root, tally)) {
    tally.addFile(0);
    if (member.type !== 'file') {
      yield tarHeader(member);
      continue;
    }
    await using file = await openFile(member.path);
    const { size, mode, chunks } = file;
    yield tarHeader({ ...member, size, mode });
    for await (const chunk of chunks) {
      tally.addBytes(chunk.length);
      yield chunk;
    }
    yield tarPadding(size);
  }
  yield TAR_END;
}

/** A file's size and permissions, and exactly as many bytes of it. It has to be disposed of: nobody may read it in the end. */
export interface OpenFile extends AsyncDisposable {
  readonly size: number;
  readonly mode: number;
  readonly chunks: AsyncIterable<Buffer>;
}

/**
 * Opens a local file for reading. A file that grows meanwhile gives what it had; one that shrinks is an error.
 *
 * @throws {HostError}
 */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await reading(path, () =>
    open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
  );
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw new HostError('FILE_FAILED', `${path} is not a file any more`);
    const { size } = info;
    async function* chunks(): AsyncGenerator<Buffer> {
      let left = size;
      while (left > 0) {
        const { bytesRead, buffer } = await reading(path, () =>
          handle.read(Buffer.allocUnsafe(Math.min(left, 65_536))),
        );
        if (bytesRead === 0) throw new HostError('FILE_FAILED', `${path} became shorter while it was read`);
        left -= bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    }
    return { size, mode: info.mode & 0o7777, chunks: chunks(), [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileError(error, 'read', path);
  }
}
