/**
 * Number of slips of the finger between two words: insertions, deletions, substitutions and swaps of neighbours
 * (Damerau-Levenshtein, optimal string alignment).
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** Longer words are no keys, and comparing them takes time. */
const MAX_WORD = 100;

const plain = (word: string): string => word.toLowerCase().replace(/[-_ ]/g, '');

/** Slips that still make a near miss: short words are too close to each other to allow any. */
function tolerance(length: number): number {
  if (length <= 2) return 0;
  return length <= 6 ? 1 : 2;
}

/** The candidate that `word` was probably meant to be: equal but for case, `-` and `_`, or a slip or two away. */
export function nearMiss(word: string, candidates: Iterable<string>): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  if (word.length > MAX_WORD) return undefined;
  const written = plain(word);
  for (const candidate of candidates) {
    const meant = plain(candidate);
    const allowed = tolerance(Math.min(written.length, meant.length));
    if (Math.abs(written.length - meant.length) > allowed) continue;
    const distance = editDistance(written, meant);
    if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { candidate, distance };
  }
  return best?.candidate;
}
