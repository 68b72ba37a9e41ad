/**
 * Runs `work` on all items at once (or at most `limit` of them) and waits until every one has ended. The first failure
 * aborts the signal handed to the others, so that they can stop early, and is thrown once they have.
 */
export async function forAll<T, R>(
  items: Iterable<T>,
  work: (item: T, signal: AbortSignal) => Promise<R>,
  options: { readonly signal?: AbortSignal | undefined; readonly limit?: number } = {},
): Promise<R[]> {
  const abort = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, abort.signal]) : abort.signal;
  const queue = [...items].entries();
  const results: R[] = [];
  let failure: { readonly error: unknown } | undefined;
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failure) return;
      try {
        results[index] = await work(item, signal);
      } catch (error) {
        failure ??= { error };
        abort.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: options.limit ?? 1000 }, worker));
  if (failure) throw failure.error;
  return results;
}
