import type { Tally } from './copy-options.ts';
import { type TarMember } from './tar-header.ts';
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
export declare function walkTree(root: string, tally: Tally, below?: string): AsyncGenerator<LocalMember>;
/**
 * A directory as a tar archive, its members named `./...`; the directory itself is not among them.
 *
 * @throws {HostError} when something cannot be read, or shrinks meanwhile
 */
export declare function archiveOf(root: string, tally: Tally): AsyncGenerator<Buffer>;
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
export declare function openFile(path: string): Promise<OpenFile>;
