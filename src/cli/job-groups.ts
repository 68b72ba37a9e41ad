import type { CliIo } from './io.ts';
import type { LogSink, Sdk } from './sdk.ts';

/** Whether this is a step of a job of GitHub Actions, whose runner reads commands out of what we print. */
export function isInJob({ env }: Pick<CliIo, 'env'>): boolean {
  return env.GITHUB_ACTIONS === 'true';
}

/** Folds what the outermost tasks say into groups of the job's log. There is one at a time: they cannot be nested. */
export class JobGroups implements Disposable {
  readonly #write: (line: string) => void;
  readonly #sdk: Pick<Sdk, 'neutralised' | 'neutralisedLine'>;
  #open: string | undefined;
  #isHeading = false;

  /** @param write takes lines of the log as they are. */
  constructor(write: (line: string) => void, sdk: Pick<Sdk, 'neutralised' | 'neutralisedLine'>) {
    this.#write = write;
    this.#sdk = sdk;
  }

  /** Writes text of the log, in which the runner finds no command. The heading of a group stands above it already. */
  readonly line = (text: string): void => {
    if (!this.#isHeading) this.#write(this.#sdk.neutralised(text));
  };

  /** Puts groups around what a sink makes of tasks with {@link line}. */
  around(lines: LogSink): LogSink {
    return (event) => {
      const opens = event.kind === 'task-start' && event.depth === 0 && this.#open === undefined;
      if (opens) this.#begin(event.title);
      this.#isHeading = opens;
      lines(event);
      this.#isHeading = false;
      if (event.kind === 'task-end' && event.depth === 0 && this.#open === event.title) this[Symbol.dispose]();
    };
  }

  /** Ends the group that is open. */
  [Symbol.dispose](): void {
    if (this.#open !== undefined) this.#write('::endgroup::');
    this.#open = undefined;
  }

  #begin(title: string): void {
    this.#open = title;
    this.#write(`::group::${this.#sdk.neutralisedLine(title).replaceAll('%', '%25')}`);
  }
}
