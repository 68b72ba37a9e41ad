import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Longest line that waits for its end: who writes it may never send one. */
const MAX_LINE = 4096;

/** Cuts text into lines as it comes in pieces; very long lines come in several. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new TextDecoder();
  #begun = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Takes a piece. */
  add(chunk: Uint8Array): void {
    const lines = (this.#begun + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#begun = lines.pop() ?? '';
    for (; this.#begun.length > MAX_LINE; this.#begun = this.#begun.slice(MAX_LINE)) {
      lines.push(this.#begun.slice(0, MAX_LINE));
    }
    for (const line of lines) this.#onLine(line.replace(/\r$/, ''));
  }

  /** Gives what is left when no more comes. */
  end(): void {
    if (this.#begun !== '') this.#onLine(this.#begun);
    this.#begun = '';
  }
}

/**
 * Calls back with each line of a program's output. One that breaks off ends: the program's own end says more, and the error
 * would end this process, because `readline` passes it on to its own listeners.
 */
export function readLines(input: Readable, onLine: (line: string) => void): void {
  const ignore = () => undefined;
  input.on('error', ignore);
  createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on('error', ignore).on('line', onLine);
}
