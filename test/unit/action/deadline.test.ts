import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from '../../../src/action/deadline.ts';
import { CancelledError } from '../../../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that ends when it is told to. */
function endless(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new CancelledError('starting'))));
}

describe('withDeadline', () => {
  it('says that the time was up', async () => {
    const work = expect(withDeadline(new AbortController().signal, 90, endless)).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'bringing up the environment took longer than 90 s',
    });
    await vi.advanceTimersByTimeAsync(90_000);
    await work;
  });

  it('says that the job was cancelled', async () => {
    const controller = new AbortController();
    const work = expect(withDeadline(controller.signal, 90, endless)).rejects.toMatchObject({ code: 'CANCELLED' });
    controller.abort();
    await work;
  });

  it('leaves other errors and results alone, and no timer behind', async () => {
    const { signal } = new AbortController();
    expect(await withDeadline(signal, 90, async () => 'done')).toBe('done');
    await expect(withDeadline(signal, 90, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits for ever when there is no limit', async () => {
    const { signal } = new AbortController();
    await withDeadline(signal, undefined, async (given) => expect(given).toBe(signal));
  });
});
