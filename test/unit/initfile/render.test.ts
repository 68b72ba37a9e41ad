import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formatKeyPath, formatProblems, InitFileError, type Problem } from '../../../src/initfile/index.ts';
import { domainFile, errorsOf, FILE, parse } from './helpers.ts';

const problem = (line: number, column: number, path: Problem['path'] = []): Problem => ({
  severity: 'error',
  code: 'X',
  path,
  position: { file: 'f', line, column },
  message: 'wrong',
});

describe('formatProblems', () => {
  it('shows the place, the key, what is wrong, what to do, and the line with a caret', () => {
    const text = domainFile('memroy: 64\nvcpu: two');
    expect(formatProblems(errorsOf(text), { text })).toBe(
      [
        `${FILE}:5:5: error: domains.vm0.memroy: unknown key \`memroy\` (did you mean \`memory\`?)`,
        '  5 |     memroy: 64',
        '    |     ^',
        `${FILE}:6:11: error: domains.vm0.vcpu: expected a whole number from 1 to 4096, got "two"`,
        '  6 |     vcpu: two',
        '    |           ^',
      ].join('\n'),
    );
  });

  it('is one line per problem without the text', () => {
    expect(formatProblems([problem(1, 2), problem(3, 4)])).toBe('f:1:2: error: wrong\nf:3:4: error: wrong');
    expect(formatProblems([])).toBe('');
  });

  it('keeps the caret in place after tabs, other planes and a byte order mark', () => {
    expect(formatProblems([problem(1, 3)], { text: '\uFEFF\t\tx' })).toBe('f:1:3: error: wrong\n  1 |   x\n    |   ^');
    expect(formatProblems([problem(1, 4)], { text: '"\u{1F600}x' })).toBe(
      'f:1:4: error: wrong\n  1 | "\u{1F600}x\n    |   ^',
    );
  });

  it('widens the margin with the line number', () => {
    const text = `${'\n'.repeat(99)}x`;
    expect(formatProblems([problem(100, 1)], { text })).toBe('f:100:1: error: wrong\n  100 | x\n      | ^');
  });

  it('shows the part of a long line that matters', () => {
    const text = `${'a'.repeat(500)}X${'b'.repeat(500)}`;
    const [, line = '', caret = ''] = formatProblems([problem(1, 501)], { text }).split('\n');
    expect(line.length).toBeLessThan(130);
    expect(line[caret.indexOf('^')]).toBe('X');
    expect(line).toMatch(/\| \.\.\.a+Xb+\.\.\.$/);
  });

  it('shows no line that is not there, is empty, or holds a password', () => {
    expect(formatProblems([problem(9, 1)], { text: 'x' })).toBe('f:9:1: error: wrong');
    expect(formatProblems([problem(1, 1)], { text: '\nx' })).toBe('f:1:1: error: wrong');
    expect(formatProblems([problem(1, 1, ['ssh-pasword'])], { text: 'ssh-pasword: x' })).not.toContain(
      'ssh-pasword: x',
    );
  });

  it('lets no control characters through', () => {
    const text = 'domains: {}\nnets: {"a\\e[31m\\n::error::x": {}, \u202eevil: {colour: 1}}\n';
    const shown = formatProblems(errorsOf(text, { strict: true }), { text });
    expect(shown).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
    expect(shown).not.toMatch(/^::/m);
    expect(shown).toContain('a\\u001b[31m\\u000a::error::x');
  });
});

describe('formatKeyPath', () => {
  it.each([
    [[], ''],
    [['domains', 'vm-0', 'nics', 0, 'net'], 'domains.vm-0.nics[0].net'],
    [['nets', 'a b', 'mtu'], 'nets["a b"].mtu'],
    [['nets', ''], 'nets[""]'],
    [['nets', 'a\n'], 'nets["a\\u000a"]'],
  ])('%j', (path, expected) => {
    expect(formatKeyPath(path)).toBe(expected);
  });
});

describe('InitFileError', () => {
  const caught = (text: string): unknown => {
    try {
      return parse(text);
    } catch (error) {
      return error;
    }
  };

  it('has all problems in its message, and the text for those who show lines', () => {
    const error = caught('domains: 1\nnets: 2\n');
    if (!(error instanceof InitFileError)) throw new Error('no InitFileError');
    expect(error).toMatchObject({ code: 'INIT_FILE_INVALID', exitCode: 2, text: 'domains: 1\nnets: 2\n' });
    expect(error.message).toBe(formatProblems(error.problems));
    expect(error.message.split('\n')).toHaveLength(2);
  });

  it('keeps the text out of logs', () => {
    expect(inspect(caught('# secret text\ndomains: 1\n'))).not.toContain('secret text');
  });

  it('has no text when it is not known', () => {
    expect(new InitFileError([]).text).toBeUndefined();
  });
});
