import { describe, expect, it } from 'vitest';
import { neutralised, neutralisedLine } from '../../../src/host/neutralise.ts';
import fc from '../../support/fast-check.ts';
import { parseWorkflowCommands } from '../../support/workflow-commands.ts';

const PARTS = [
  '::',
  ':',
  '##[',
  '#',
  '[',
  ']',
  'error',
  'set-output name=x',
  'add-path',
  ' ',
  '\n',
  '\r',
  '\t',
  '\u00a0',
];
const INVISIBLE = ['\u200b', '\u00ad', '\ufeff', '\u2060', '\ufe0f', '\u034f', '\u0000', '\u001b', '\u2028', '\u0085'];
const hostile = fc.array(fc.constantFrom(...PARTS, ...INVISIBLE), { maxLength: 30 }).map((parts) => parts.join(''));

/** Text as the runner compares it: what shows nothing is not there. */
function asCompared(text: string): string {
  return INVISIBLE.reduce((rest, character) => rest.replaceAll(character, ''), text);
}

describe('neutralised', () => {
  it.each([
    ['::error::gotcha', ': :error::gotcha'],
    ['  ::add-mask::e', '  : :add-mask::e'],
    ['first\n::error::second', 'first\n: :error::second'],
    ['boot ##[add-path]/tmp/evil', 'boot ## [add-path]/tmp/evil'],
    ['\u200b::error::x', '\\u{200b}::error::x'],
    ['#\u00ad#[error]x', '#\\u{ad}#[error]x'],
    ['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
    ['a::b', 'a::b'],
    ['fe80::1 answers', 'fe80::1 answers'],
  ])('makes %j harmless', (text, expected) => {
    expect(neutralised(text)).toBe(expected);
  });

  it('leaves no command, whatever a guest prints', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(parseWorkflowCommands(asCompared(neutralised(text)))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps ordinary text of any language as it is', () => {
    const text = 'Größe: 1 GiB — 日本語, émoji 🙂\n\tindented';
    expect(neutralised(text)).toBe(text);
  });
});

describe('neutralisedLine', () => {
  it('has no line breaks', () => {
    expect(neutralisedLine('one\n  two\r\nthree')).toBe('one | two | three');
  });
});
