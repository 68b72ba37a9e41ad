import type { Duplex } from 'node:stream';

/**
 * Copies between two connections, both ways, until both have ended. One that breaks, or is closed, ends the other; what it
 * had sent to its end still arrives.
 */
export function relay(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one);
  endAfter(one, other);
  endAfter(other, one);
}

function endAfter(from: Duplex, to: Duplex): void {
  from.once('close', () => {
    // What came last may still wait for whoever reads slowly.
    if (from.readableEnded && !to.writableFinished) to.once('finish', () => to.destroy());
    else to.destroy();
  });
}
