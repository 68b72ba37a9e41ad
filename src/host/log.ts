/** Log levels, least important first. */
export const LOG_LEVELS = ['debug', 'info', 'warning', 'error'] as const;
/** How important a message is. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One event of a run, as sinks receive it. Text is already free of secrets. */
export type LogEvent =
  | {
      readonly kind: 'message';
      readonly level: LogLevel;
      readonly text: string;
      readonly at: Date;
      readonly depth: number;
      readonly task: readonly string[];
    }
  | {
      readonly kind: 'task-start';
      readonly title: string;
      readonly at: Date;
      readonly depth: number;
      readonly task: readonly string[];
    }
  | {
      readonly kind: 'task-end';
      readonly title: string;
      readonly at: Date;
      readonly depth: number;
      readonly task: readonly string[];
      readonly milliseconds: number;
      readonly failed: boolean;
    };

/** Where events go: a terminal, the Actions log, lago.log. Sinks must not throw. */
export type LogSink = (event: LogEvent) => void;

/**
 * Logger handed down through every layer. Tasks form a tree; nothing below the front ends prints.
 * Secrets registered with `mask` are replaced in all later events, in every sink.
 */
export interface Logger {
  /** For lago.log and `--loglevel debug`. */
  debug(text: string): void;
  /** What a user wants to know. */
  info(text: string): void;
  /** Something that may go wrong later, or was done otherwise than asked. */
  warning(text: string): void;
  /** Something that went wrong. */
  error(text: string): void;
  /** Runs `body` as a named sub-task; its end is reported with the time taken, also when it throws. */
  task<T>(title: string, body: (log: Logger) => Promise<T>): Promise<T>;
  /** Replaces `secret` by `***` from now on. Strings shorter than 4 characters are ignored. */
  mask(secret: string): void;
  /** The text with masked secrets replaced, for what is shown without being logged. */
  redact(text: string): string;
  /** A logger at the same place of the tree whose events go to `sinks` besides. */
  withSinks(...sinks: readonly LogSink[]): Logger;
}

class TreeLogger implements Logger {
  readonly #sinks: readonly LogSink[];
  readonly #secrets: Set<string>;
  readonly #task: readonly string[];

  constructor(sinks: readonly LogSink[], secrets: Set<string>, task: readonly string[]) {
    this.#sinks = sinks;
    this.#secrets = secrets;
    this.#task = task;
  }

  debug(text: string): void {
    this.#message('debug', text);
  }
  info(text: string): void {
    this.#message('info', text);
  }
  warning(text: string): void {
    this.#message('warning', text);
  }
  error(text: string): void {
    this.#message('error', text);
  }

  async task<T>(title: string, body: (log: Logger) => Promise<T>): Promise<T> {
    const child = new TreeLogger(this.#sinks, this.#secrets, [...this.#task, this.#masked(title)]);
    const started = performance.now();
    const place = { title: this.#masked(title), depth: this.#task.length, task: child.#task };
    this.#emit({ kind: 'task-start', ...place, at: new Date() });
    let failed = true;
    try {
      const result = await body(child);
      failed = false;
      return result;
    } finally {
      this.#emit({ kind: 'task-end', ...place, at: new Date(), milliseconds: performance.now() - started, failed });
    }
  }

  mask(secret: string): void {
    if (secret.length >= 4) this.#secrets.add(secret);
  }

  redact(text: string): string {
    return this.#masked(text);
  }

  withSinks(...sinks: readonly LogSink[]): Logger {
    return new TreeLogger([...this.#sinks, ...sinks], this.#secrets, this.#task);
  }

  #message(level: LogLevel, text: string): void {
    this.#emit({
      kind: 'message',
      level,
      text: this.#masked(text),
      at: new Date(),
      depth: this.#task.length,
      task: this.#task,
    });
  }

  #masked(text: string): string {
    let result = text;
    // Longer ones first: one may be a part of another.
    for (const secret of [...this.#secrets].sort((a, b) => b.length - a.length))
      result = result.replaceAll(secret, '***');
    return result;
  }

  #emit(event: LogEvent): void {
    for (const sink of this.#sinks) sink(event);
  }
}

/** Makes the root logger of a run. Without sinks it is silent. */
export function createLogger(...sinks: readonly LogSink[]): Logger {
  return new TreeLogger(sinks, new Set(), []);
}

/** Whether a message of `level` passes a threshold of `minimum`. */
export function passes(level: LogLevel, minimum: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(minimum);
}
