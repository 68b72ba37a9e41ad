/** What came of measuring one thing several times. */
export interface Sample {
  readonly median: number;
  readonly least: number;
  readonly count: number;
}

/** Median and least of some measurements. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { median: (low + high) / 2, least: sorted[0] ?? Number.NaN, count: sorted.length };
}

/** Milliseconds that some work takes, and its result. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ readonly ms: number; readonly result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

/** Measures some work several times; the first call, which also warms up, does not count. */
export async function repeated(times: number, work: () => Promise<unknown> | unknown): Promise<Sample> {
  await work();
  const values: number[] = [];
  for (let round = 0; round < times; round++) values.push((await timed(work)).ms);
  return sampleOf(values);
}
