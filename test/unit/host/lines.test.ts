import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { LineSplitter, readLines } from '../../../src/host/lines.ts';

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

it('of output that breaks off are those that came', async () => {
  const lines: string[] = [];
  const output = new PassThrough();
  readLines(output, (line) => lines.push(line));
  output.write('whole\nhal');
  await expect.poll(() => lines).toEqual(['whole']);
  // An error that nobody takes fails the run.
  output.destroy(new Error('EIO'));
  await new Promise((resolve) => output.once('close', resolve));
  expect(lines[0]).toBe('whole');
});
