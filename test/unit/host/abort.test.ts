import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { withTimeout } from '../../../src/host/abort.ts';
import { CancelledError, GuestError } from '../../../src/host/errors.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('an operation with a limit', () => {
  test('that is over says so', () => {
    using deadline = withTimeout(undefined, 10, 'starting');
    vi.advanceTimersByTime(10_000);
    expect(deadline.signal?.aborted).toBe(true);
    const told = deadline.explain(new CancelledError('waiting'));
    expect(told).toMatchObject({ code: 'TIMEOUT', message: 'starting took longer than 10 s' });
  });

  test('that failed before tells why, though time ran out while it was tidied up', () => {
    using deadline = withTimeout(undefined, 10, 'starting');
    const failure = new GuestError('GUEST_DIED', 'VM a has ended');
    vi.advanceTimersByTime(10_000);
    expect(deadline.explain(failure)).toBe(failure);
  });

  test('that somebody ended was cancelled', () => {
    const outer = new AbortController();
    using deadline = withTimeout(outer.signal, 10, 'starting');
    outer.abort();
    vi.advanceTimersByTime(10_000);
    const failure = new CancelledError('waiting');
    expect(deadline.explain(failure)).toBe(failure);
  });

  test.each([3_000_000, Number.POSITIVE_INFINITY])('of %d s goes on for weeks', (seconds) => {
    using deadline = withTimeout(undefined, seconds, 'starting');
    vi.advanceTimersByTime(20 * 86_400_000);
    expect(deadline.signal?.aborted).toBe(false);
  });
});
