import type { MemberHeader } from './staged-tree.ts';
/** Takes one member of an archive; must read the body to its end or throw. */
export type OnMember = (name: string, header: MemberHeader, body: AsyncIterable<Buffer>) => Promise<void>;
/**
 * Reads a tar archive, or several one after the other, from a source that is not trusted.
 *
 * @throws {GuestError} `TRANSFER_BROKEN` when it is no archive or ends in the middle, `TRANSFER_REFUSED` when it goes on
 * without files; whatever `onMember` and `source` throw
 */
export declare function readArchive(source: AsyncIterable<Buffer>, onMember: OnMember): Promise<void>;
