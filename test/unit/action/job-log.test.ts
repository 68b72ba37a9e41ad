import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Annotations } from '../../../src/action/annotations.ts';
import { jobLogSink } from '../../../src/action/job-log.ts';
import { Timings } from '../../../src/action/timings.ts';
import { createLogger, type Logger } from '../../../src/index.ts';
import { type Captured, captureStdout } from './support/stdout.ts';

let stdout: Captured;
let log: Logger;
let timings: Timings;

beforeEach(() => {
  timings = new Timings();
  log = createLogger(jobLogSink(new Annotations()), timings.sink);
  stdout = captureStdout();
});
afterEach(() => {
  stdout[Symbol.dispose]();
  process.exitCode = undefined;
});

describe('the log of a step', () => {
  it('has a group per outermost task, with sub-tasks inside', async () => {
    await log.task('Start environment', async (inner) => {
      inner.info('two machines');
      await inner.task('Start VMs', async (deeper) => deeper.info('vm0'));
    });
    const lines = stdout.text.trimEnd().split('\n');
    expect(lines[0]).toBe('::group::Start environment');
    expect(lines.slice(1, 4)).toEqual(['two machines', 'Start VMs', '  vm0']);
    expect(lines[4]).toMatch(/^Start environment: done after/);
    expect(lines[5]).toBe('::endgroup::');
  });

  it('closes the group of a task that fails', async () => {
    const failing = log.task('Start', async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(stdout.text).toMatch(/Start: failed after .*\n::endgroup::\n$/);
  });

  it('shows debug lines only to those who asked for them', () => {
    log.debug('virsh list');
    expect(stdout.text).toBe('');
  });

  it('annotates a warning once', () => {
    log.warning('KVM is not used');
    log.warning('KVM is not used');
    expect(stdout.commands).toEqual([{ name: 'warning', properties: { title: 'Lago' }, message: 'KVM is not used' }]);
  });

  it('makes ten annotations at most, and loses no warning', () => {
    for (let index = 0; index < 25; index += 1) log.warning(`warning number ${index}`);
    expect(stdout.commands).toHaveLength(10);
    expect(stdout.text).toContain('warning: warning number 24');
  });

  it('cuts a long annotation with a sign that it did', () => {
    log.error('x'.repeat(10_000));
    const [command] = stdout.commands;
    expect(command?.message).toHaveLength(4096);
    expect(command?.message).toMatch(/ \.\.\.$/);
  });

  it('obeys nothing of what a guest printed, in messages, titles, warnings and errors', async () => {
    const hostile = '\n::error::gotcha\n##[add-path]/evil\r\n::set-output name=ips::{}';
    await log.task(`Wait ${hostile}`, async (inner) => {
      inner.info(`console ${hostile}`);
      inner.warning(`warned ${hostile}`);
      inner.error(`failed ${hostile}`);
      await inner.task(`sub ${hostile}`, async () => {});
    });
    expect(stdout.commands.map(({ name }) => name)).toEqual(['group', 'warning', 'error', 'endgroup']);
  });

  it('hides secrets', () => {
    log.mask('hunter22');
    log.info('the password is hunter22');
    expect(stdout.text).toBe('the password is ***\n');
  });
});

describe('Timings', () => {
  it('keeps outermost tasks and those right below, in the order in which they began', async () => {
    await log.task('Init', async (inner) => {
      await inner.task('Fetch', async (deeper) => deeper.task('too deep', async () => {}));
    });
    await log.task('Start', async () => {});
    expect(timings.all.map(({ title, depth }) => [title, depth])).toEqual([
      ['Init', 0],
      ['Fetch', 1],
      ['Start', 0],
    ]);
  });

  it('tells tasks of one name apart that run at the same time', async () => {
    await Promise.all([log.task('Fetch', async () => {}), log.task('Fetch', async () => {})]);
    expect(timings.all).toHaveLength(2);
  });
});
