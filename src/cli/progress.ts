import type { Output } from './io.ts';
import type { LogSink } from './sdk.ts';

/** Milliseconds after which something that takes long is shown to be going on, and how often that is renewed. */
const TERMINAL = { after: 2000, every: 1000 };
/** In a log file each sign of life is a line for ever. */
const PLAIN = { after: 15_000, every: 15_000 };

const ERASE_LINE = '\r\x1b[2K';

interface OpenTask {
  readonly path: readonly string[];
  readonly since: number;
}

/**
 * Shows that long tasks are still at work: on a terminal by a last line that renews itself, elsewhere by a line now and
 * then. All lines of the log go through {@link line}, so that they never mix with it.
 */
export class Progress implements Disposable {
  /** Learns here which tasks are open. */
  readonly sink: LogSink;
  readonly #output: Output;
  readonly #pace: typeof TERMINAL;
  readonly #printable: (text: string) => string;
  readonly #open = new Map<string, OpenTask>();
  readonly #timer: NodeJS.Timeout;
  #shown = false;
  #lastSign = 0;

  /** @param printable makes titles of tasks safe to print. */
  constructor(output: Output, printable: (text: string) => string) {
    this.#output = output;
    this.#printable = printable;
    this.#pace = output.isTTY ? TERMINAL : PLAIN;
    this.sink = (event) => {
      const key = event.task.join('\0');
      if (event.kind === 'task-start') this.#open.set(key, { path: event.task, since: event.at.getTime() });
      else if (event.kind === 'task-end') this.#open.delete(key);
      if (event.kind === 'task-end' && this.#open.size === 0) this.#erase();
    };
    this.#timer = setInterval(() => this.#sign(), TERMINAL.every);
    this.#timer.unref();
  }

  /** Writes one line of the log. */
  line(text: string): void {
    this.#erase();
    this.#lastSign = Date.now();
    this.#output.write(`${text}\n`);
  }

  /** Takes the last line away and stops. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #sign(): void {
    const now = Date.now();
    const task = [...this.#open.values()].at(-1);
    if (task === undefined || now - task.since < this.#pace.after) return;
    const text = `... ${this.#printable(task.path.join(': '))} (${Math.round((now - task.since) / 1000)} s)`;
    if (this.#output.isTTY) {
      this.#output.write(`${ERASE_LINE}${text.slice(0, (this.#output.columns ?? 80) - 1)}`);
      this.#shown = true;
    } else if (now - this.#lastSign >= this.#pace.every) {
      this.#lastSign = now;
      this.#output.write(`${text}\n`);
    }
  }

  #erase(): void {
    if (this.#shown) this.#output.write(ERASE_LINE);
    this.#shown = false;
  }
}
