import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Annotations } from '../../../src/action/annotations.ts';
import { reportFailure } from '../../../src/action/report.ts';
import {
  CancelledError,
  createLogger,
  GuestError,
  InitFileError,
  type LogEvent,
  type Problem,
} from '../../../src/index.ts';
import { type Captured, captureStdout } from './support/stdout.ts';

let stdout: Captured;
beforeEach(() => {
  stdout = captureStdout();
});
afterEach(() => {
  stdout[Symbol.dispose]();
  process.exitCode = undefined;
});

function report(error: unknown): LogEvent[] {
  const events: LogEvent[] = [];
  reportFailure(
    error,
    new Annotations(),
    createLogger((event) => events.push(event)),
    '/workspace',
  );
  return events;
}

function problem(line: number, file = '/workspace/LagoInitFile'): Problem {
  const position = { file, line, column: 7 };
  return {
    severity: 'error',
    code: 'UNKNOWN_KEY',
    path: ['domains', 'vm0', 'memori'],
    position,
    message: 'unknown key',
    hint: 'did you mean `memory`?',
  };
}

describe('reportFailure', () => {
  it('shows every mistake of an init file where it is, and then fails', () => {
    report(new InitFileError([problem(3), problem(9)]));
    expect(stdout.commands).toEqual([
      {
        name: 'error',
        properties: { title: 'Lago', file: 'LagoInitFile', line: '3', col: '7' },
        message: 'domains.vm0.memori: unknown key (did you mean `memory`?)',
      },
      expect.objectContaining({ properties: expect.objectContaining({ line: '9' }) }),
      {
        name: 'error',
        properties: { title: 'Lago' },
        message: 'the init file has 2 mistakes; see the log of this step',
      },
    ]);
    expect(process.exitCode).toBe(1);
  });

  it('makes ten annotations at most, the last of which says why the step failed', () => {
    report(new InitFileError(Array.from({ length: 50 }, (_, index) => problem(index + 1))));
    expect(stdout.commands).toHaveLength(10);
    expect(stdout.commands.at(-1)?.message).toContain('50 mistakes');
    expect(stdout.text).toContain('error: domains.vm0.memori');
  });

  it('names a file outside the workspace in the text: an annotation could not show it', () => {
    report(new InitFileError([problem(3, '/elsewhere/LagoInitFile')]));
    expect(stdout.commands[0]).toMatchObject({
      properties: { title: 'Lago' },
      message: expect.stringMatching(/^\/elsewhere\/LagoInitFile:3:7: /),
    });
  });

  it('says what to do', () => {
    report(new GuestError('SSH_TIMEOUT', 'VM vm0 does not answer', { hint: 'See the serial log.' }));
    expect(stdout.commands).toEqual([
      { name: 'error', properties: { title: 'Lago' }, message: 'VM vm0 does not answer. See the serial log.' },
    ]);
  });

  it('keeps the stack of an unexpected error out of the log of the job', () => {
    const events = report(new TypeError('x is not a function'));
    expect(stdout.text).not.toContain('report.test.ts');
    expect(events).toContainEqual(
      expect.objectContaining({ level: 'debug', text: expect.stringContaining('report.test.ts') }),
    );
    expect(process.exitCode).toBe(1);
  });

  it('annotates nothing when the job was cancelled', () => {
    report(new CancelledError('starting'));
    expect(stdout.commands).toEqual([]);
    expect(process.exitCode).toBe(1);
  });
});
