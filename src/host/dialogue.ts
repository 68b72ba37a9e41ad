import { setImmediate } from 'node:timers/promises';
import { execa } from 'execa';
import { CancelledError, hasErrorCode, InternalError } from './errors.ts';
import { type RunOptions, toolMissing } from './exec.ts';
import { readLines } from './lines.ts';

/** End of the error output that is kept. */
const TAIL = 4000;

/** A program that answers line by line to what is written to it. It ends with its input, and so with us. */
export class Dialogue implements AsyncDisposable {
  readonly #program: string;
  readonly #child: ReturnType<typeof start>;
  readonly #signal: AbortSignal | undefined;
  #errors = '';
  #reader: ((line: string | undefined) => void) | undefined;
  #ended = false;

  /** Starts the program, with an argument array as {@link tryRun} does. */
  constructor(program: string, args: readonly string[], options: Pick<RunOptions, 'env' | 'signal' | 'log'> = {}) {
    options.log?.debug(`run: ${[program, ...args].join(' ')}`);
    this.#program = program;
    this.#signal = options.signal;
    this.#child = start(program, args, options);
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString()).slice(-TAIL);
    });
    readLines(this.#child.stdout, (line) => this.#reader?.(line));
    void this.#child.then(() => {
      this.#ended = true;
      this.#reader?.(undefined);
    });
  }

  /** What came on the error output since this was last asked, at most the last 4000 characters. */
  takeErrors(): string {
    const errors = this.#errors;
    this.#errors = '';
    return errors;
  }

  /**
   * Writes lines and gathers the answer up to the line `end`.
   *
   * @returns the lines before it; undefined when the program ended instead.
   * @throws {HostError} `TOOL_MISSING`; {@link CancelledError}.
   */
  async ask(lines: readonly string[], end: string): Promise<string[] | undefined> {
    if (this.#reader) throw new InternalError(`${this.#program} was asked twice at once`);
    const answer: string[] = [];
    try {
      const complete = await new Promise<boolean>((resolve) => {
        this.#reader = (line) => {
          if (line === undefined || line === end) resolve(line === end);
          else answer.push(line);
        };
        if (this.#ended || !this.#child.stdin.writable) resolve(false);
        else this.#child.stdin.write(`${lines.join('\n')}\n`);
      });
      if (complete) {
        // Of two pipes the one that was written to first may be read last: what is in it now comes in the next turn.
        await setImmediate();
        await setImmediate();
        return answer;
      }
    } finally {
      this.#reader = undefined;
    }
    await this.#explain();
    return undefined;
  }

  /** Ends the program: its input first, a signal for one that does not heed that within 5 s. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill(), 5000);
    await this.#child;
    clearTimeout(timer);
  }

  /** Ends the program at once. */
  kill(): void {
    this.#child.kill();
  }

  async #explain(): Promise<void> {
    const result = await this.#child;
    if (this.#signal?.aborted) throw new CancelledError(this.#program, { cause: this.#signal.reason });
    if (hasErrorCode(result, 'ENOENT')) throw toolMissing(this.#program, result);
  }
}

function start(program: string, args: readonly string[], { env, signal }: Pick<RunOptions, 'env' | 'signal'>) {
  const cancelSignal = signal ?? new AbortController().signal;
  return execa(program, args, {
    reject: false,
    stdin: 'pipe',
    buffer: false,
    forceKillAfterDelay: 2000,
    env: { LC_ALL: 'C', ...env },
    cancelSignal,
  });
}
