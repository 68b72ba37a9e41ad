import { expect, it } from 'vitest';
import { SharedRun } from '../../../src/host/shared-run.ts';

/** Work whose runs end when the test says so. */
function work() {
  const runs: PromiseWithResolvers<number>[] = [];
  const shared = new SharedRun(() => {
    const run = Promise.withResolvers<number>();
    runs.push(run);
    return run.promise;
  });
  return { shared, runs };
}

it('shares a run among all who asked before it began, one run at a time', async () => {
  const { shared, runs } = work();
  const first = shared.read();
  const others = [shared.read(), shared.read(), shared.read()];
  expect(runs).toHaveLength(1);
  runs[0]?.resolve(1);
  expect(await first).toBe(1);
  await expect.poll(() => runs.length).toBe(2);
  // Who asks while that one runs must not get what it found out before.
  const late = shared.read();
  runs[1]?.resolve(2);
  expect(await Promise.all(others)).toEqual([2, 2, 2]);
  await expect.poll(() => runs.length).toBe(3);
  runs[2]?.resolve(3);
  expect(await late).toBe(3);
});

it('a failure is that of its own run only', async () => {
  const { shared, runs } = work();
  const [first, second] = [shared.read(), shared.read()];
  runs[0]?.reject(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.resolve(2);
  expect(await second).toBe(2);
});

it('begins no second run beside the one that is about to begin', async () => {
  const { shared, runs } = work();
  const first = shared.read();
  const others = [shared.read(), first.then(() => shared.read())];
  runs[0]?.resolve(1);
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.resolve(2);
  expect(await Promise.all(others)).toEqual([2, 2]);
  expect(runs).toHaveLength(2);
});
