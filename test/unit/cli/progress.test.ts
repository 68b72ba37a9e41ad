import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Progress } from '../../../src/cli/progress.ts';
import { createLogger } from '../../../src/host/log.ts';
import { printable } from '../../../src/host/log-sinks.ts';
import { Sink } from './support.ts';

function make() {
  const output = new Sink();
  const progress = new Progress(output, printable);
  onTestFinished(() => progress[Symbol.dispose]());
  return { output, progress, log: createLogger(progress.sink) };
}

/** A task that lasts until it is told to end. */
function lasting(log: ReturnType<typeof createLogger>, title: string): { end: () => Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const task = log.task(title, () => promise);
  return {
    end: () => {
      resolve();
      return task;
    },
  };
}

describe('Progress', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
  });

  it('says nothing about what is quick, or when nothing is at work', async () => {
    const { output, log } = make();
    vi.advanceTimersByTime(10_000);
    const task = lasting(log, 'Quick');
    vi.advanceTimersByTime(14_000);
    await task.end();
    vi.advanceTimersByTime(60_000);
    expect(output.text).toBe('');
  });

  it('writes a line now and then', () => {
    const { output, log } = make();
    lasting(log, 'Slow');
    vi.advanceTimersByTime(30_000);
    expect(output.text).toBe('... Slow (15 s)\n... Slow (30 s)\n');
  });

  it('counts lines of the log as signs of life there', () => {
    const { output, progress, log } = make();
    lasting(log, 'Slow');
    vi.advanceTimersByTime(14_000);
    progress.line('news');
    vi.advanceTimersByTime(14_000);
    expect(output.text).toBe('news\n');
  });

  it('names the innermost task that is at work, harmlessly', async () => {
    const { output, log } = make();
    const { promise, resolve } = Promise.withResolvers<void>();
    const task = log.task('Outer', (outer) => outer.task('In\x1b[2Jner', () => promise));
    vi.advanceTimersByTime(15_000);
    resolve();
    await task;
    expect(output.text).toBe('... Outer: In\\x1b[2Jner (15 s)\n');
  });
});
