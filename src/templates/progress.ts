import type { Logger } from '../host/log.ts';

/** Milliseconds of a download before anything is said, and between one word and the next. */
const FIRST = 2000;
const NEXT = 10_000;
const MEBI = 1024 * 1024;

/**
 * Tells the log how far a download is: nothing of one that is done within two seconds, else every ten seconds with the rate
 * and the time left. The rate is that of what came since the last word, so that what was there before does not count.
 */
export function progressOf(
  id: string,
  log: Logger,
  now: () => number = () => performance.now(),
): (bytes: number, total: number | undefined) => void {
  let last: { readonly at: number; readonly bytes: number } | undefined;
  let next = 0;
  return (bytes, total) => {
    const at = now();
    // The first bytes may be those of a part that was there.
    if (last === undefined || bytes < last.bytes) {
      last = { at, bytes };
      next = at + FIRST;
    }
    if (at < next) return;
    const rate = (bytes - last.bytes) / ((at - last.at) / 1000);
    last = { at, bytes };
    next = at + NEXT;
    const of = total === undefined ? '' : ` of ${mebibytes(total)} MiB`;
    const unit = total === undefined ? ' MiB' : '';
    log.info(`template ${id}: ${mebibytes(bytes)}${unit}${of}, ${mebibytes(rate)} MiB/s${left(bytes, total, rate)}`);
  };
}

function left(bytes: number, total: number | undefined, rate: number): string {
  if (total === undefined || rate <= 0) return '';
  const seconds = Math.ceil((total - bytes) / rate);
  const minutes = Math.floor(seconds / 60);
  return minutes < 2 ? `, ${seconds} s left` : `, ${minutes} min left`;
}

function mebibytes(bytes: number): string {
  return (bytes / MEBI).toFixed(bytes < 10 * MEBI ? 1 : 0);
}
