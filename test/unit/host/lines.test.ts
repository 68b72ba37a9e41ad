import { expect, it } from 'vitest';
import { LineSplitter } from '../../../src/host/lines.ts';

function split(...chunks: readonly (string | Uint8Array)[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.add(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  splitter.end();
  return lines;
}

it.each([
  ['pieces of lines', ['a', 'b\nc', '\n', 'd'], ['ab', 'c', 'd']],
  ['empty lines', ['\n\na\n'], ['', '', 'a']],
  ['terminals', ['a\r\nb\r\n'], ['a', 'b']],
  ['nothing', [], []],
])('%s', (_what, chunks, lines) => {
  expect(split(...chunks)).toEqual(lines);
});

it('characters that are cut in two', () => {
  const bytes = Buffer.from('ä\n');
  expect(split(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['ä']);
});

it('a line without end comes in pieces and is not kept', () => {
  const lines = split('x'.repeat(10_000));
  expect(lines.map(({ length }) => length)).toEqual([4096, 4096, 1808]);
});
