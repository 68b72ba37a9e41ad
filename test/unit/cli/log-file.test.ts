import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { follow, lastLines } from '../../../src/cli/log-file.ts';

let file: string;
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'lago-log-file-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  file = join(root, 'log');
});

it.each(['é', '€', '🦆'])('%s that is written in two pieces stays what it is', async (character) => {
  const bytes = Buffer.from(`a${character}b`);
  for (let cut = 2; cut < bytes.length - 1; cut += 1) {
    writeFileSync(file, bytes.subarray(0, cut));
    const { text, end } = await lastLines(file);
    expect([text, end]).toEqual(['a', 1]);
    appendFileSync(file, bytes.subarray(cut));
    const stop = new AbortController();
    for await (const more of follow(file, end, stop.signal)) {
      expect(more).toBe(`${character}b`);
      stop.abort();
    }
  }
});

it('bytes that are no text hold nothing up', async () => {
  writeFileSync(file, Buffer.from([0x61, 0x80, 0x80, 0x80, 0x80]));
  expect((await lastLines(file)).end).toBe(5);
});

it('a log that begins anew is read from its beginning; one that is not there is empty', async () => {
  expect(await lastLines(file)).toEqual({ text: '', end: 0 });
  writeFileSync(file, 'new\n');
  const stop = new AbortController();
  for await (const more of follow(file, 100, stop.signal)) {
    expect(more).toBe('new\n');
    stop.abort();
  }
});
