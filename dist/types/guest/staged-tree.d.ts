import type { Header } from 'tar-stream';
import type { Tally } from './copy-options.ts';
/** What a tree needs to know of a member; the rest of its header is not looked at. */
export type MemberHeader = Partial<Pick<Header, 'size' | 'mode' | 'mtime'>> & {
    readonly type?: Header['type'] | null;
    /** What a symlink says. */
    readonly linkname?: string | null | undefined;
    /** For a further name of a file: path of that file in a tree like this one; undefined when it did not come. */
    readonly linkedFile?: string | undefined;
};
/**
 * What a guest sends, built in a private directory first. Nothing is ever written through a link: every parent of a
 * member is a directory that this object made, and links are made last. Device nodes, pipes, links that lead outside,
 * set-uid bits and owners are left out.
 */
export declare class StagedTree {
    #private;
    /** Path of what was received: a file or a directory. It exists only once a member came. */
    readonly root: string;
    private constructor();
    /** Makes the private directory below `parent`. @throws {HostError} */
    static create(parent: string, tally: Tally): Promise<StagedTree>;
    /** What was received; undefined when nothing was. */
    get kind(): 'directory' | 'file' | undefined;
    /** Path of a file that came under this name; undefined when none did. @throws {GuestError} `TRANSFER_REFUSED` */
    fileAt(name: string): string | undefined;
    /**
     * Takes one member; its body must be read before the next one comes.
     *
     * @param name relative to the root; empty for the root itself
     * @throws {GuestError} `TRANSFER_REFUSED`, `TRANSFER_TOO_LARGE`
     * @throws {HostError} when it cannot be written
     */
    add(name: string, header: MemberHeader, body: AsyncIterable<Buffer>): Promise<void>;
    /** Makes the links and sets the permissions of directories. The tree is complete then. */
    finish(): Promise<void>;
    /** Removes the private directory with all that is still in it. */
    discard(): Promise<void>;
}
