import type { GuestConnection } from './connection.ts';
import type { ReceiveOptions } from './receive.ts';
import type { ReceiveSource } from './receive-command.ts';
import type { StagedTree } from './staged-tree.ts';
/**
 * Receives a source from a guest that has no tar, with nothing but its shell and `cat`: first the list of what there
 * is, then file after file. Of the permissions only "executable" is known; links are left out.
 *
 * @throws as `copyFrom`
 */
export declare function receiveOneByOne(connection: GuestConnection, source: ReceiveSource, tree: StagedTree, options: ReceiveOptions): Promise<void>;
