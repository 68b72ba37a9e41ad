import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
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
  const { text, end } = await textBetween(file, 0, await sizeOf(file));
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
    const { text, end } = await textBetween(file, position, size);
    position = end;
    if (text !== '') yield text;
    await sleep(PERIOD, undefined, { signal }).catch(() => undefined);
  }
}

/** Text between two bytes of a file, without a character of which a part is still to be written. */
async function textBetween(file: string, start: number, size: number): Promise<LogText> {
  if (size <= start) return { text: '', end: start };
  try {
    const bytes = await buffer(createReadStream(file, { start, end: size - 1 }));
    const length = bytes.length - begun(bytes);
    return { text: bytes.toString('utf8', 0, length), end: start + length };
  } catch (error) {
    // Destroyed with its environment since somebody looked.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { text: '', end: start };
    throw error;
  }
}

/** How many bytes at the end are the beginning of a character in UTF-8. */
function begun(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (byte >= 0xc0) return wanted > back ? back : 0;
  }
  return 0;
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
