import { HostError } from '../host/errors.ts';
/** A look at the room that is left, until it is disposed of. */
export interface RoomWatch extends AsyncDisposable {
    /** Fires when there is none, and when the given one does. */
    readonly signal: AbortSignal;
    /** What to throw when there was none. */
    readonly full: HostError | undefined;
}
/**
 * Looks after the room for an image that QEMU writes to: when the disk is full, QEMU does not fail, but waits until there is
 * some.
 */
export declare function watchRoom(file: string, given: AbortSignal | undefined): RoomWatch;
