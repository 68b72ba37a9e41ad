import { describe, expect, it } from 'vitest';
import { parseFileCommands, parseWorkflowCommands } from '../../support/workflow-commands.ts';

describe('parseWorkflowCommands', () => {
  it.each([
    ['::debug::text', { name: 'debug', properties: {}, message: 'text' }],
    [
      '  ::warning title=a%3Ab,file=x::100%25%0Asure',
      {
        name: 'warning',
        properties: { title: 'a:b', file: 'x' },
        message: '100%\nsure',
      },
    ],
    ['::error::', { name: 'error', properties: {}, message: '' }],
    ['::notice::a ::b:: c', { name: 'notice', properties: {}, message: 'a ::b:: c' }],
    [
      'in the middle ##[error file=x;line=1]legacy',
      {
        name: 'error',
        properties: { file: 'x', line: '1' },
        message: 'legacy',
      },
    ],
  ])('reads %j', (line, command) => {
    expect(parseWorkflowCommands(`before\n${line}\r\nafter`)).toEqual([command]);
  });

  it.each(['plain ::error::in the middle', '::not a command', ': :error::x'])('takes %j for text', (line) => {
    expect(parseWorkflowCommands(line)).toEqual([]);
  });

  it('ignores commands between stop-commands and its token', () => {
    const output = '::stop-commands::tok-1\n::error::guest\n##[error]guest\n::tok-2::\n::tok-1::\n::error::ours';
    expect(parseWorkflowCommands(output).map((command) => command.message)).toEqual(['ours']);
  });
});

describe('parseFileCommands', () => {
  it('reads values, values with equals signs, and blocks', () => {
    const text = 'a=1\nb=x=y\nc<<END\nline=1\n\nline<<2\nEND\nd=\n';
    expect(parseFileCommands(text)).toEqual({ a: '1', b: 'x=y', c: 'line=1\n\nline<<2', d: '' });
  });

  it.each(['word', 'a<<END\n1'])('refuses %j as a runner does', (text) => {
    expect(() => parseFileCommands(text)).toThrow(/neither|does not end/);
  });
});
