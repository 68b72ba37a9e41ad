import type { Output } from './io.ts';
import type { LogSink } from './sdk.ts';

/** Milliseconds after which a task that takes long gives a sign of life, and until the next one. */
const PERIOD = 15_000;

interface OpenTask {
  readonly path: readonly string[];
  readonly since: number;
}

/**
 * Shows where there is no terminal that long tasks are still at work, by a line now and then. All lines of the log go
 * through {@link line}: they are signs of life, too.
 */
export class Progress implements Disposable {
  /** Learns here which tasks are open. */
  readonly sink: LogSink;
  readonly #output: Output;
  readonly #printable: (text: string) => string;
  readonly #open = new Map<string, OpenTask>();
  readonly #timer: NodeJS.Timeout;
  #lastSign = 0;

  /** @param printable makes titles of tasks safe to print. */
  constructor(output: Output, printable: (text: string) => string) {
    this.#output = output;
    this.#printable = printable;
    this.sink = (event) => {
      const key = event.task.join('\0');
      if (event.kind === 'task-start') this.#open.set(key, { path: event.task, since: event.at.getTime() });
      else if (event.kind === 'task-end') this.#open.delete(key);
    };
    this.#timer = setInterval(() => this.#sign(), 1000);
    this.#timer.unref();
  }

  /** Writes one line of the log. */
  line(text: string): void {
    this.#lastSign = Date.now();
    this.#output.write(`${text}\n`);
  }

  /** Stops. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #sign(): void {
    const now = Date.now();
    const task = [...this.#open.values()].at(-1);
    if (task === undefined || now - task.since < PERIOD || now - this.#lastSign < PERIOD) return;
    this.line(`... ${this.#printable(task.path.join(': '))} (${Math.round((now - task.since) / 1000)} s)`);
  }
}
