import { CancelledError, HostError } from '../index.ts';

/**
 * Runs work that ends when `outer` fires, or after a time.
 *
 * @param seconds no limit when undefined.
 * @throws {HostError} `TIMEOUT` when the time was up first.
 */
export async function withDeadline<T>(
  outer: AbortSignal,
  seconds: number | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (seconds === undefined) return work(outer);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), seconds * 1000);
  try {
    return await work(AbortSignal.any([outer, timeout.signal]));
  } catch (error) {
    if (!(error instanceof CancelledError) || outer.aborted || !timeout.signal.aborted) throw error;
    throw new HostError('TIMEOUT', `bringing up the environment took longer than ${seconds} s`, {
      hint: 'Raise the input `timeout`, or see the timings in the job summary for what took so long.',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
