import { posix } from 'node:path';
import { GuestError, ToolError, throwIfCancelled } from '../host/errors.ts';
import { readArchive } from './archive.ts';
import type { CollectEntry } from './collect-entry.ts';
import { type CollectedPath, type CollectOptions, type CollectRequest, gather } from './collect-paths.ts';
import type { StagedTree } from './staged-tree.ts';

/** What is at a path of a guest that is not running, links followed. */
export type OfflineEntry =
  | { readonly kind: 'directory'; readonly path: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Bytes. */
      readonly size: number;
      readonly mode: number;
      readonly mtime: Date;
    }
  | { readonly kind: 'special' };

/** The files of a guest that is not running. */
export interface OfflineSource {
  /** Looks at an absolute path; undefined when nothing is there. */
  look(path: string): Promise<OfflineEntry | undefined>;
  /** All that is in a directory, as a tar archive whose names begin with `./`. */
  archive(directory: string): AsyncIterable<Buffer>;
  content(file: string): AsyncIterable<Buffer>;
}

/**
 * Takes paths from the disks of a guest, with the rules and the layout of `collectPaths`: what a file system says is
 * trusted as little as what a guest sends.
 *
 * @param home directory that relative paths refer to.
 * @returns what became of each request, in their order
 * @throws as `collectPaths`; {@link ToolError} `GUESTFS_FAILED` when nothing could be read at all
 */
export async function collectOffline(
  name: string,
  source: OfflineSource,
  home: string,
  requests: readonly CollectRequest[],
  options: CollectOptions = {},
): Promise<readonly CollectedPath[]> {
  return await gather(name, requests, options, async (entries) => {
    let end: GuestError | undefined;
    for (const entry of entries) {
      throwIfCancelled(options.signal, `collecting from VM ${name}`);
      if (end) entry.fail(end.message);
      else end = await takeOne(entry, source, home);
    }
  });
}

/** Settles one entry. Gives the error after which nothing more may be taken. */
async function takeOne(entry: CollectEntry, source: OfflineSource, home: string): Promise<GuestError | undefined> {
  try {
    const found = await source.look(posix.resolve(home, entry.source.path));
    if (!found || found.kind === 'special') {
      entry.settle(found ? 'special' : 'missing', []);
      return undefined;
    }
    const tree = await entry.tree();
    if (found.kind === 'directory') await unpack(tree, source.archive(found.path));
    else await tree.add('', { type: 'file', ...found }, source.content(found.path));
    entry.settle(undefined, []);
  } catch (error) {
    const isOurs = error instanceof GuestError || error instanceof ToolError;
    if (!isOurs || error.code === 'TRANSFER_REFUSED') throw error;
    entry.fail(error.message);
    if (error instanceof GuestError && error.code === 'TRANSFER_TOO_LARGE') return error;
  }
  return undefined;
}

async function unpack(tree: StagedTree, archive: AsyncIterable<Buffer>): Promise<void> {
  const nameOf = (member: string) => member.replace(/^\.(?:\/+|$)/, '');
  await readArchive(archive, async (member, header, body) => {
    const linkedFile = header.type === 'link' ? tree.fileAt(nameOf(header.linkname ?? '')) : undefined;
    await tree.add(nameOf(member), { ...header, linkedFile }, body);
  });
}
