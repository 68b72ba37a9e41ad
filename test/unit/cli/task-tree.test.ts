import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { TaskTree, type TreeOptions } from '../../../src/cli/task-tree.ts';
import { createLogger, type Logger } from '../../../src/host/log.ts';
import { duration, printable } from '../../../src/host/log-sinks.ts';
import { Sink } from './support.ts';

/** What a terminal shows of a text: cursor up, start of line, and erasing downwards are all that it has to know. */
function screen(text: string): string[] {
  const lines = [''];
  let row = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about
  for (const [part] of text.matchAll(/\x1b\[(\d+)A|\x1b\[J|\r|\n|[^\x1b\r\n]+/g)) {
    const up = /\[(\d+)A$/.exec(part)?.[1];
    if (part.startsWith('\x1b') && up !== undefined) row -= Number(up);
    else if (part === '\x1b[J') lines.splice(row, lines.length, '');
    else if (part === '\n') {
      row += 1;
      lines[row] ??= '';
    } else if (part !== '\r') lines[row] = `${lines[row] ?? ''}${part}`;
  }
  return lines.slice(0, -1);
}

class Terminal extends Sink {
  readonly columns = 40;
  readonly rows: number;

  constructor(rows: number) {
    super(true);
    this.rows = rows;
  }

  get lines(): string[] {
    return screen(this.text);
  }
}

function make(options: Partial<TreeOptions & { rows: number }> = {}) {
  const { rows = 24, ...rest } = options;
  const output = new Terminal(rows);
  const tree = new TaskTree(output, { duration, printable }, { depth: 3, color: false, unicode: true, ...rest });
  onTestFinished(() => tree[Symbol.dispose]());
  return { output, tree, log: createLogger(tree.sink) };
}

/** A task that lasts until it is told how to end. */
function lasting(log: Logger, title: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const inside = Promise.withResolvers<Logger>();
  const task = log.task(title, (sub) => {
    inside.resolve(sub);
    return promise;
  });
  const settled = task.catch(() => undefined);
  return {
    inside: inside.promise,
    end: async () => {
      resolve();
      await settled;
    },
    fail: async () => {
      reject(new Error('x'));
      await settled;
    },
  };
}

describe('the tree of tasks on a terminal', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0, toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
  });

  it('turns while a task is at work, and stays when it is done', async () => {
    const { output, log } = make();
    const outer = lasting(log, 'Outer');
    const inner = lasting(await outer.inside, 'Inner');
    expect(output.lines).toEqual(['⠋ Outer', '  ⠋ Inner']);
    vi.advanceTimersByTime(100);
    expect(output.lines).toEqual(['⠙ Outer', '  ⠙ Inner']);
    await inner.end();
    expect(output.lines).toEqual(['⠙ Outer', '  ✔ Inner 0.1 s']);
    vi.advanceTimersByTime(5000);
    expect(output.lines[0]).toMatch(/^. Outer 5\.0 s$/);
    await outer.end();
    const done = output.text;
    expect(output.lines).toEqual(['✔ Outer 5.1 s', '  ✔ Inner 0.1 s']);
    vi.advanceTimersByTime(5000);
    expect(output.text).toBe(done);
  });

  it('lets lines of the log scroll by above it', async () => {
    const { output, tree, log } = make();
    const outer = lasting(log, 'Outer');
    tree.line('news');
    tree.line('more news');
    expect(output.lines).toEqual(['news', 'more news', '⠋ Outer']);
    await outer.end();
    tree.line('the end');
    expect(output.lines).toEqual(['news', 'more news', '✔ Outer 0.0 s', 'the end']);
  });

  it('marks what failed', async () => {
    const { output, log } = make({ unicode: false });
    const outer = lasting(log, 'Outer');
    const inner = lasting(await outer.inside, 'Inner');
    await inner.fail();
    await outer.fail();
    expect(output.lines).toEqual(['x Outer 0.0 s', '  x Inner 0.0 s']);
  });

  it('hides what is too deep', async () => {
    const { output, log } = make({ depth: 1 });
    const outer = lasting(log, 'Outer');
    const inner = lasting(await outer.inside, 'Inner');
    expect(output.lines).toEqual(['⠋ Outer']);
    await inner.end();
    await outer.end();
    expect(output.lines).toEqual(['✔ Outer 0.0 s']);
  });

  it('draws no more than there is room for, open tasks first, and everything at the end', async () => {
    const { output, log } = make({ rows: 5 });
    const outer = lasting(log, 'Outer');
    const inside = await outer.inside;
    const tasks = ['a', 'b', 'c'].map((title) => lasting(inside, title));
    expect(output.lines).toEqual(['  ⠋ a', '  ⠋ b', '  ⠋ c']);
    await tasks[0]?.end();
    expect(output.lines).toEqual(['⠋ Outer', '  ⠋ b', '  ⠋ c']);
    await tasks[1]?.end();
    await tasks[2]?.end();
    await outer.end();
    expect(output.lines).toEqual(['✔ Outer 0.0 s', '  ✔ a 0.0 s', '  ✔ b 0.0 s', '  ✔ c 0.0 s']);
  });

  it('keeps a line to the width of the terminal, and its text harmless', async () => {
    const { output, log } = make();
    const task = lasting(log, `x\x1b[2J\n${'long '.repeat(20)}`);
    const [line = ''] = output.lines;
    expect(line).toMatch(/^⠋ x\\x1b\[2J long .*\.\.\.$/);
    expect(line.length).toBeLessThan(40);
    await task.end();
  });

  it('tells tasks of one name apart', async () => {
    const { output, log } = make();
    const outer = lasting(log, 'Outer');
    const inside = await outer.inside;
    const [first, second] = [lasting(inside, 'same'), lasting(inside, 'same')];
    await second.end();
    await first.end();
    await outer.end();
    expect(output.lines).toEqual(['✔ Outer 0.0 s', '  ✔ same 0.0 s', '  ✔ same 0.0 s']);
  });

  it('leaves what was at work when the call ends', () => {
    const { output, tree, log } = make();
    lasting(log, 'Outer');
    tree[Symbol.dispose]();
    expect(output.lines).toEqual(['⠋ Outer']);
  });

  it('has colours where they are wanted', async () => {
    const { output, log } = make({ color: true });
    await lasting(log, 'Outer').end();
    expect(output.text).toContain('\x1b[32m✔\x1b[0m Outer');
  });
});
