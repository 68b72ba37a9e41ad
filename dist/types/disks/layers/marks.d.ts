import type { LayerStore } from './store.ts';
/**
 * Notes that the layer of a key is to be made as one of its own by the next build that comes through it.
 *
 * @throws {HostError} `PERMISSION_DENIED`, `DISK_FULL`, `FILE_FAILED`
 */
export declare function leaveMark(store: LayerStore, key: string): Promise<void>;
/** Keys for which there is a mark; none when they cannot be read. */
export declare function markedKeys(store: LayerStore): Promise<readonly string[]>;
/** Removes a mark, and the directory with the last one; fine when it is not there. What cannot be removed does no harm. */
export declare function removeMark(store: LayerStore, key: string): Promise<void>;
/** Removes all marks. */
export declare function sweepMarks(store: LayerStore): Promise<void>;
