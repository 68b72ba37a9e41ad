import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Attempt, withRetries } from '../../../src/host/retry.ts';

const URL_OF_IT = new URL('http://127.0.0.1/image');
/** A hundred bytes in every second, over a stall limit that no attempt below comes near. */
const PACE = { paceBytes: 100, paceMs: 1000, stallTimeoutMs: 500 };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** A server that sends some bytes every 400 ms, for a day at most. */
async function drip({ signal, progress }: Attempt, came: number, total: number): Promise<number> {
  for (let bytes = came; bytes <= total; bytes += came) {
    await vi.advanceTimersByTimeAsync(400);
    signal.throwIfAborted();
    progress(bytes, came);
  }
  return total;
}

describe('a transfer', () => {
  it('that drips is given up, although it never stalls', async () => {
    const attempt = withRetries(URL_OF_IT, PACE, (each) => drip(each, 1, 200_000));
    await expect(attempt).rejects.toMatchObject({ code: 'DOWNLOAD_TIMEOUT' });
    await expect(attempt).rejects.toThrow('/image is too slow: it sent less than 100 bytes in 1 s');
  });

  it('may take as long as it likes, when it goes on', async () => {
    expect(await withRetries(URL_OF_IT, PACE, (each) => drip(each, 60, 600_000))).toBe(600_000);
  });

  it('may take longer than an hour by default, at 4 Mbit/s', async () => {
    const total = 3_000_000_000;
    expect(await withRetries(URL_OF_IT, {}, (each) => drip(each, 200_000, total))).toBe(total);
  });

  it('that ends before there is much of it is not too slow', async () => {
    expect(await withRetries(URL_OF_IT, PACE, (each) => drip(each, 1, 2))).toBe(2);
  });

  it('has a limit for all of it when that is wanted', async () => {
    vi.useRealTimers();
    const attempt = withRetries(URL_OF_IT, { timeoutMs: 1 }, async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      signal.throwIfAborted();
    });
    await expect(attempt).rejects.toThrow('/image was not transferred within 0.001 s');
    vi.useFakeTimers();
  });
});
