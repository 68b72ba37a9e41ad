import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const DRIVER = fileURLToPath(new URL('terminal.py', import.meta.url));

const endShape = z.object({ code: z.number(), restored: z.boolean() });

/** How a program on a terminal ended. */
export interface TerminalEnd {
  /** Negative: the number of the signal that ended it. */
  readonly code: number;
  /** Whether the modes of the terminal are what they were before. */
  readonly restored: boolean;
}

/** A program on a terminal of its own, 24 rows of 80 columns. */
export class Terminal {
  readonly #child;
  readonly #watchers = new Set<() => void>();
  #errors = '';
  #seen = 0;
  #ended = false;
  /** Everything that the terminal showed so far. */
  text = '';
  readonly ended: Promise<TerminalEnd>;

  constructor(
    argv: readonly string[],
    options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ) {
    this.#child = spawn('python3', [DRIVER, ...argv], options);
    this.#child.stdin.on('error', () => undefined);
    this.#child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      this.text += chunk;
      for (const watch of this.#watchers) watch();
    });
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('close', () => {
        this.#ended = true;
        for (const watch of this.#watchers) watch();
        const end = endShape.safeParse(parsed(this.#errors));
        if (end.success) resolve(end.data);
        else reject(new Error(`the terminal broke: ${this.#errors}`));
      });
    });
    this.ended.catch(() => undefined);
  }

  /** Types text. */
  type(text: string): void {
    this.#order({ send: text });
  }

  resize(rows: number, columns: number): void {
    this.#order({ resize: [rows, columns] });
  }

  signal(number: number): void {
    this.#order({ signal: number });
  }

  /** Waits until the terminal shows something after what was waited for last. */
  shows(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const watch = () => {
        const match = pattern.exec(this.text.slice(this.#seen));
        if (!match && !this.#ended) return;
        this.#watchers.delete(watch);
        if (match) {
          this.#seen += match.index + match[0].length;
          resolve();
        } else reject(new Error(`the program ended without showing ${pattern}: ${JSON.stringify(this.text)}`));
      };
      this.#watchers.add(watch);
      watch();
    });
  }

  /** Ends the program if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.signal(9);
    this.#child.stdin.end();
    await this.ended.catch(() => undefined);
  }

  #order(order: object): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}
