import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks at a file that grows. */
const PERIOD = 250;

/** The end of a log, and how far it was read. */
export interface LogText {
  readonly text: string;
  /** Byte at which the next reading goes on. */
  readonly end: number;
}

/** Reads a log, or its last lines; a file that is not there yet is empty. */
export async function lastLines(file: string, count?: number): Promise<LogText> {
  const end = await sizeOf(file);
  const text = end === 0 ? '' : await readText(createReadStream(file, { end: end - 1 }));
  if (count === undefined) return { text, end };
  const lines = text.split('\n');
  const complete = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  return { text: lines.slice(Math.max(complete - count, 0)).join('\n'), end };
}

/** Gives what is written to a file from `start` on, as it comes, until the signal fires. A truncated file starts anew. */
export async function* follow(file: string, start: number, signal: AbortSignal): AsyncGenerator<string> {
  let position = start;
  while (!signal.aborted) {
    const size = await sizeOf(file);
    if (size < position) position = 0;
    if (size > position) {
      yield await readText(createReadStream(file, { start: position, end: size - 1 }));
      position = size;
    }
    await sleep(PERIOD, undefined, { signal }).catch(() => undefined);
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
