import { type LogEvent, type LogLevel, type LogSink, passes } from './log.ts';
import { duration, printable } from './log-sinks.ts';

/** How the tree of tasks is shown. */
export interface LineSinkOptions {
  /** Receives one line, without its line break. */
  readonly write: (line: string) => void;
  /** Least important messages that count at all. */
  readonly level: LogLevel;
  /** Levels of tasks that are shown; negative shows all. 3 by default, as in Lago. */
  readonly depth?: number;
  readonly color?: boolean;
  /** Whether tasks get lines of their own when they go well; true by default. */
  readonly tasks?: boolean;
}

/** Most hidden lines kept of one task: the latest. */
const MAX_KEPT = 2000;
const MARKERS = '@#*-~';
const COLORS = { debug: 90, info: 36, warning: 33, error: 31, success: 32 } as const;

/** A task that is going on. */
interface OpenTask {
  readonly title: string;
  readonly depth: number;
  /** Whether its first line was written. */
  shown: boolean;
  /** Whether a sub-task has failed and shown why. */
  explained: boolean;
  /** Whether an error was reported in it, though it may end well. */
  troubled: boolean;
  /** Lines that were too deep to be shown: they are when it fails. */
  kept: string[];
}

/**
 * Shows the tree of tasks as Lago does: indented, a marker per level, each end with its result and the time taken. What
 * is deeper than wanted is kept back, and shown when its task fails; warnings and errors are always shown.
 */
export function lineSink(options: LineSinkOptions): LogSink {
  const lines = new TaskLines(options);
  return (event) => lines.take(event);
}

class TaskLines {
  readonly #options: LineSinkOptions;
  readonly #open = new Map<string, OpenTask>();

  constructor(options: LineSinkOptions) {
    this.#options = options;
  }

  take(event: LogEvent): void {
    if (event.kind === 'message') this.#message(event);
    else if (event.kind === 'task-start') this.#start(event);
    else this.#end(event);
  }

  #message({ level, text, depth, task }: Extract<LogEvent, { kind: 'message' }>): void {
    const open = this.#open.get(keyOf(task));
    if (level === 'error' && open) open.troubled = true;
    if (!passes(level, this.#options.level)) return;
    const label = level === 'info' || level === 'debug' ? '' : `${level}: `;
    const line = `${margin(depth)}${this.#paint(level, printable(`${label}${text}`))}`;
    if (passes(level, 'warning') || this.#isVisible(depth)) this.#options.write(line);
    else if (open) keep(open, line);
  }

  #start({ title, depth, task }: Extract<LogEvent, { kind: 'task-start' }>): void {
    const shown = this.#hasTaskLines() && this.#isVisible(depth);
    const open = { ...newTask(title, depth), shown };
    this.#open.set(keyOf(task), open);
    if (shown) this.#options.write(this.#heading(open));
  }

  #end({ task, title, depth, failed, milliseconds }: Extract<LogEvent, { kind: 'task-end' }>): void {
    const open = this.#open.get(keyOf(task)) ?? newTask(title, depth);
    this.#open.delete(keyOf(task));
    if ((failed || open.troubled) && !open.explained && open.kept.length > 0) this.#explain(open, task);
    const result = failed ? this.#paint('error', 'ERROR') : this.#paint('success', 'Success');
    const line = `${this.#heading(open)} ${result} (in ${duration(milliseconds)})`;
    const visible = this.#isVisible(depth);
    if (open.shown || (visible && this.#options.tasks !== false && (failed || this.#hasTaskLines()))) {
      this.#options.write(line);
    } else if (!visible && passes('info', this.#options.level)) this.#keepInParent(task, line);
  }

  /** Shows the way to a task, and what it had kept back. What its ancestors kept is of no interest then. */
  #explain(failed: OpenTask, path: readonly string[]): void {
    const ancestors = path.slice(0, -1).flatMap((_, index) => this.#open.get(keyOf(path.slice(0, index + 1))) ?? []);
    for (const task of [...ancestors, failed]) {
      if (!task.shown && passes('info', this.#options.level)) this.#options.write(this.#heading(task));
      task.shown = true;
      task.explained = true;
    }
    for (const line of failed.kept) this.#options.write(line);
    for (const task of ancestors) task.kept = [];
  }

  #keepInParent(path: readonly string[], line: string): void {
    const parent = this.#open.get(keyOf(path.slice(0, -1)));
    if (parent) keep(parent, line);
  }

  #hasTaskLines(): boolean {
    return this.#options.tasks !== false && passes('info', this.#options.level);
  }

  #isVisible(depth: number): boolean {
    const limit = this.#options.depth ?? 3;
    return limit < 0 || depth < limit;
  }

  #heading({ title, depth }: Pick<OpenTask, 'title' | 'depth'>): string {
    return `${margin(depth)}${this.#paint('info', `${MARKERS[depth % MARKERS.length]} ${printable(title)}:`)}`;
  }

  #paint(color: keyof typeof COLORS, text: string): string {
    return this.#options.color ? `\x1b[${COLORS[color]}m${text}\x1b[0m` : text;
  }
}

function newTask(title: string, depth: number): OpenTask {
  return { title, depth, shown: false, explained: false, troubled: false, kept: [] };
}

function keep(task: OpenTask, line: string): void {
  task.kept.push(line);
  if (task.kept.length > MAX_KEPT) task.kept.shift();
}

function keyOf(path: readonly string[]): string {
  return path.join('\0');
}

function margin(depth: number): string {
  return '  '.repeat(depth);
}
