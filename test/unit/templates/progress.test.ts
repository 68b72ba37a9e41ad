import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/host/log.ts';
import { progressOf } from '../../../src/templates/progress.ts';

const MEBI = 2 ** 20;

/** What is said of a download, given as seconds and MiB. */
function said(total: number | undefined, ...steps: readonly (readonly [seconds: number, mebibytes: number])[]) {
  const lines: string[] = [];
  const log = createLogger((event) => event.kind === 'message' && lines.push(event.text));
  let now = 0;
  const progress = progressOf('r:t:v1', log, () => now * 1000);
  for (const [seconds, mebibytes] of steps) {
    now = seconds;
    progress(mebibytes * MEBI, total === undefined ? undefined : total * MEBI);
  }
  return lines;
}

describe('progressOf', () => {
  it('says nothing of what is done within two seconds', () => {
    expect(said(100, [0, 0], [1, 50], [1.9, 100])).toEqual([]);
  });

  it('tells rate and time left, then every ten seconds', () => {
    expect(said(1000, [0, 0], [2, 100], [5, 200], [11.9, 500], [12, 600], [13, 700])).toEqual([
      'template r:t:v1: 100 of 1000 MiB, 50 MiB/s, 18 s left',
      'template r:t:v1: 600 of 1000 MiB, 50 MiB/s, 8 s left',
    ]);
  });

  it('does not count what was there before', () => {
    expect(said(1000, [0, 900], [2, 910])).toEqual(['template r:t:v1: 910 of 1000 MiB, 5.0 MiB/s, 18 s left']);
  });

  it('counts minutes where there are some, and starts over with the download', () => {
    expect(said(100_000, [0, 0], [2, 20])).toEqual(['template r:t:v1: 20 of 100000 MiB, 10 MiB/s, 166 min left']);
    expect(said(100, [0, 50], [1, 0], [3, 10])).toEqual(['template r:t:v1: 10 of 100 MiB, 5.0 MiB/s, 18 s left']);
  });

  it('knows no end of what has no length', () => {
    expect(said(undefined, [0, 0], [2, 3])).toEqual(['template r:t:v1: 3.0 MiB, 1.5 MiB/s']);
  });
});
