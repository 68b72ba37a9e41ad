import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandText, quoteCommand } from '../../../src/guest/quote.ts';
import fc from '../../support/fast-check.ts';

/** What a real shell makes of a command line: its words. */
function wordsOf(command: string): string[] {
  const out = execFileSync('sh', ['-c', `set -- ${command}; for word; do printf '%s\\0' "$word"; done`], {
    encoding: 'utf8',
  });
  return out.split('\0').slice(0, -1);
}

describe('quoteCommand', () => {
  it.each([
    [['ls', '-l', '/var/log'], 'ls -l /var/log'],
    [['echo', 'a b'], "echo 'a b'"],
    [['echo', ''], "echo ''"],
    [['echo', "it's"], "echo 'it'\\''s'"],
    [['A=b'], "'A=b'"],
    [['if'], "'if'"],
    [['~', '*', '#', '!', '$HOME'], "'~' '*' '#' '!' '$HOME'"],
  ])('%j is %s', (argv, text) => {
    expect(quoteCommand(argv)).toBe(text);
  });

  it('gives a shell exactly the words that went in', () => {
    // UTF-8 cannot carry lone surrogates, nor a command line a NUL.
    const word = fc
      .oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', '\n', ' ', '~', '*', '!', '=', '-', 'a') }),
        fc.constantFrom('if', 'done', 'time', '--', '-n', '{', '}', '&&', 'a=b'),
      )
      .filter((text) => !text.includes('\0') && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), (argv) => {
        expect(wordsOf(quoteCommand(argv))).toEqual(argv);
      }),
      { numRuns: 30 },
    );
  });

  it('runs the program that is named, whatever it is called', () => {
    const run = () => execFileSync('sh', ['-c', quoteCommand(['while', 'x'])], { stdio: 'pipe' });
    expect(run).toThrow(/while: (command )?not found/);
  });
});

describe('commandText', () => {
  it('sets variables before the command', () => {
    const out = execFileSync('sh', ['-c', commandText('echo "$A|$B"', { A: 'x y', B: "'; exit 1; '" })], {
      encoding: 'utf8',
    });
    expect(out).toBe("x y|'; exit 1; '\n");
  });
});
