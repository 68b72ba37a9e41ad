import type { Output } from './io.ts';
import type { LogEvent, LogSink, Sdk } from './sdk.ts';

/** Milliseconds between two pictures of the spinner. */
const FRAME_TIME = 100;
/** Milliseconds after which it is shown how long a task has been at work. */
const LONG = 2000;

const UNICODE = { frames: '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', good: '✔', bad: '✖' };
const ASCII = { frames: '-\\|/', good: '+', bad: 'x' };
const COLORS = { spinner: 36, good: 32, bad: 31, time: 90 } as const;

/** How the tree is drawn. */
export interface TreeOptions {
  /** Levels of tasks that are shown; negative shows all. */
  readonly depth: number;
  readonly color: boolean;
  /** Whether the terminal has more than ASCII. */
  readonly unicode: boolean;
}

interface Node {
  readonly title: string;
  readonly depth: number;
  readonly since: number;
  readonly children: Node[];
  end?: { readonly failed: boolean; readonly milliseconds: number };
}

/**
 * Draws the tree of tasks at the bottom of a terminal while they are at work, and leaves it there when the outermost one
 * has ended. Lines of the log go through {@link line}: they scroll by above it.
 */
export class TaskTree implements Disposable {
  /** Learns here of tasks. */
  readonly sink: LogSink;
  readonly #output: Output;
  readonly #sdk: Pick<Sdk, 'duration' | 'printable'>;
  readonly #options: TreeOptions;
  readonly #roots: Node[] = [];
  /** Tasks that are going on; several may have one name. */
  readonly #nodes = new Map<string, Node[]>();
  #timer: NodeJS.Timeout | undefined;
  /** Lines that are drawn now. */
  #drawn = 0;

  constructor(output: Output, sdk: Pick<Sdk, 'duration' | 'printable'>, options: TreeOptions) {
    this.#output = output;
    this.#sdk = sdk;
    this.#options = options;
    this.sink = (event) => {
      if (event.kind === 'task-start') this.#start(event);
      else if (event.kind === 'task-end') this.#end(event);
    };
  }

  /** Writes one line of the log, above the tree. */
  line(text: string): void {
    this.#write(`${this.#erasing()}${text}\n`);
    this.#draw();
  }

  /** Leaves what there is of the tree and stops. */
  [Symbol.dispose](): void {
    this.#rest();
    for (const root of this.#roots.splice(0)) this.#leave(root);
  }

  #start({ title, depth, task, at }: Extract<LogEvent, { kind: 'task-start' }>): void {
    if (this.#options.depth >= 0 && depth >= this.#options.depth) return;
    const node = { title: this.#sdk.printable(title).replaceAll('\n', ' '), depth, since: at.getTime(), children: [] };
    const parent = this.#nodes.get(keyOf(task.slice(0, -1)))?.at(-1);
    (parent?.children ?? this.#roots).push(node);
    this.#nodes.set(keyOf(task), [...(this.#nodes.get(keyOf(task)) ?? []), node]);
    this.#timer ??= setInterval(() => this.#draw(), FRAME_TIME).unref();
    this.#draw();
  }

  #end({ task, failed, milliseconds }: Extract<LogEvent, { kind: 'task-end' }>): void {
    const node = this.#nodes.get(keyOf(task))?.shift();
    if (!node) return;
    node.end = { failed, milliseconds };
    const index = this.#roots.indexOf(node);
    if (index >= 0) {
      this.#roots.splice(index, 1);
      this.#leave(node);
    }
    if (this.#roots.length > 0) this.#draw();
    else this.#rest();
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Writes a task for good. */
  #leave(root: Node): void {
    this.#write(`${this.#erasing()}${this.#lines(root, Date.now()).join('\n')}\n`);
  }

  #draw(): void {
    const now = Date.now();
    const room = Math.max((this.#output.rows ?? 24) - 2, 1);
    const all = this.#roots.flatMap((root) => this.#lines(root, now));
    // What has ended already can wait for the end when there is no room for everything.
    const lines = all.length <= room ? all : this.#roots.flatMap((root) => this.#lines(root, now, isOpen));
    const shown = lines.slice(-room);
    if (shown.length > 0 || this.#drawn > 0)
      this.#write(`${this.#erasing()}${shown.map((line) => `${line}\n`).join('')}`);
    this.#drawn = shown.length;
  }

  #lines(node: Node, now: number, wanted: (node: Node) => boolean = () => true): string[] {
    if (!wanted(node)) return [];
    return [this.#lineOf(node, now), ...node.children.flatMap((child) => this.#lines(child, now, wanted))];
  }

  #lineOf({ title, depth, since, end }: Node, now: number): string {
    const { frames, good, bad } = this.#options.unicode ? UNICODE : ASCII;
    const time = end?.milliseconds ?? now - since;
    const suffix = end || time > LONG ? ` ${this.#sdk.duration(end ? time : Math.floor(time / 1000) * 1000)}` : '';
    const kind = end === undefined ? 'spinner' : end.failed ? 'bad' : 'good';
    const mark = { spinner: frames[Math.floor(now / FRAME_TIME) % frames.length] ?? '', good, bad }[kind];
    const head = '  '.repeat(depth);
    const room = (this.#output.columns ?? 80) - head.length - suffix.length - 3;
    const text = title.length > room ? `${title.slice(0, Math.max(room - 3, 0))}...` : title;
    return `${head}${this.#paint(kind, mark)} ${text}${this.#paint('time', suffix)}`;
  }

  /** Takes the tree away again; whoever writes this draws or leaves something in its place. */
  #erasing(): string {
    const text = this.#drawn === 0 ? '' : `\x1b[${this.#drawn}A\r\x1b[J`;
    this.#drawn = 0;
    return text;
  }

  #paint(color: keyof typeof COLORS, text: string): string {
    return this.#options.color && text !== '' ? `\x1b[${COLORS[color]}m${text}\x1b[0m` : text;
  }

  #write(text: string): void {
    if (text !== '') this.#output.write(text);
  }
}

function isOpen({ end }: Node): boolean {
  return end === undefined;
}

function keyOf(path: readonly string[]): string {
  return path.join('\0');
}
