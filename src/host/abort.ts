import { CancelledError, HostError } from './errors.ts';

/** A signal that also fires after a time, and that knows afterwards which of the two it was. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal | undefined;
  /** Replaces a cancellation by the time-out when that was its reason. */
  explain(error: unknown): unknown;
}

/** Milliseconds that a timer can count; more would be none. */
const MAX_TIMER = 2 ** 31 - 1;

/**
 * Bounds an operation: the result's signal fires with `outer`, or `seconds` from now.
 *
 * @param what names the operation in the error, for example `starting the environment`.
 */
export function withTimeout(outer: AbortSignal | undefined, seconds: number | undefined, what: string): Deadline {
  if (seconds === undefined) return { signal: outer, explain: (error) => error, [Symbol.dispose]: () => {} };
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), Math.min(seconds * 1000, MAX_TIMER));
  return {
    signal: outer ? AbortSignal.any([outer, timeout.signal]) : timeout.signal,
    explain: (error) => {
      // Time may run out while what failed for another reason is tidied up.
      if (!(error instanceof CancelledError) || !timeout.signal.aborted || outer?.aborted) return error;
      const hint = 'Raise `timeout`, or see in lago.log what took so long.';
      return new HostError('TIMEOUT', `${what} took longer than ${seconds} s`, { hint, cause: error });
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
