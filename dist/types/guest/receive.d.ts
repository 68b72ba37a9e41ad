import type { GuestConnection } from './connection.ts';
import { type ReceiveSource, type SenderErrors } from './receive-command.ts';
import type { StagedTree } from './staged-tree.ts';
/** How sources are received. */
export interface ReceiveOptions {
    readonly recursive: boolean;
    readonly signal?: AbortSignal | undefined;
    /** Milliseconds. */
    readonly stallTimeout?: number | undefined;
}
/** Gives the tree for source number `index`, which members go to. */
export type TreeFor = (index: number) => Promise<StagedTree>;
/** How a guest ended sending. */
export interface Received extends SenderErrors {
    /** Exit code of its tar. */
    readonly code: number;
}
/**
 * Receives sources as one stream of tar archives.
 *
 * @throws {GuestError} `TRANSFER_REFUSED`, `TRANSFER_BROKEN`, `TRANSFER_STALLED`, and as {@link GuestConnection.open}
 */
export declare function receive(connection: GuestConnection, sources: readonly ReceiveSource[], options: ReceiveOptions, treeFor: TreeFor): Promise<Received>;
