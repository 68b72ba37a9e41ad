import { dirname } from 'node:path';
import { HostError } from '../host/errors.ts';
import { freeBytes } from '../host/files.ts';

/** Milliseconds between two looks at the room that is left, and bytes that there must be. */
const ROOM_PERIOD = 2000;
const LEAST_ROOM = 256 * 1024;

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
export function watchRoom(file: string, given: AbortSignal | undefined): RoomWatch {
  const abort = new AbortController();
  let full: HostError | undefined;
  const look = async () => {
    if ((await freeBytes(file)) >= LEAST_ROOM) return;
    full = new HostError('DISK_FULL', `no room left on the disk for ${file}`, {
      hint: `Free some space on the file system of ${dirname(file)}, or use another directory.`,
    });
    abort.abort();
  };
  // A look that fails tells nothing; the program will.
  const timer = setInterval(() => void look().catch(() => undefined), ROOM_PERIOD);
  timer.unref();
  return {
    signal: given ? AbortSignal.any([given, abort.signal]) : abort.signal,
    get full() {
      return full;
    },
    [Symbol.asyncDispose]: async () => clearInterval(timer),
  };
}
