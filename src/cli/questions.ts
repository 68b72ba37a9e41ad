import { createInterface, type Interface } from 'node:readline/promises';
import type { CliIo } from './io.ts';

/** Asks a person at the terminal. To be disposed of, so that standard input is let go. */
export class Questions implements Disposable {
  readonly #io: CliIo;
  readonly #terminal: Interface;
  /** Keeps lines that come before they are asked for, as when a person pastes them. */
  readonly #lines: AsyncIterator<string>;
  readonly #close = (): void => this.#terminal.close();

  constructor(io: CliIo) {
    this.#io = io;
    // Not in raw mode: Ctrl-C must reach us as the signal that ends every verb.
    this.#terminal = createInterface({ input: io.stdin, output: io.stderr, terminal: false });
    this.#lines = this.#terminal[Symbol.asyncIterator]();
    io.signal.addEventListener('abort', this.#close, { once: true });
  }

  /** The answer without space around it; undefined at the end of the input. */
  async ask(question: string): Promise<string | undefined> {
    // Nobody is left to answer, and the signal that would end the waiting has fired.
    this.#io.signal.throwIfAborted();
    this.#io.stderr.write(question);
    const line = await this.#lines.next();
    this.#io.signal.throwIfAborted();
    return line.done ? undefined : line.value.trim();
  }

  /** As Lago asks: an empty answer or one that starts with y means yes; the end of the input means no. */
  async confirm(question: string): Promise<boolean> {
    const answer = (await this.ask(question)) ?? 'no';
    return answer === '' || /^y/i.test(answer);
  }

  [Symbol.dispose](): void {
    this.#io.signal.removeEventListener('abort', this.#close);
    this.#terminal.close();
  }
}
