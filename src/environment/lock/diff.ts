/** Longer files are not compared line by line. */
const MOST_LINES = 2000;

/** The lines in which two texts differ, in order: `-` before what only the old one has, `+` before what only the new one has. */
export function diffLines(old: string, wanted: string): readonly string[] {
  const [before, after] = [old, wanted].map((text) => text.replace(/\n$/, '').split('\n')) as [string[], string[]];
  if (before.length > MOST_LINES || after.length > MOST_LINES) return old === wanted ? [] : ['- (long)', '+ (long)'];
  const common = lengths(before, after);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [one, other] = [before[i], after[j]];
    if (one !== undefined && one === other) {
      i += 1;
      j += 1;
    } else if (other === undefined || (one !== undefined && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
      lines.push(`- ${one}`);
      i += 1;
    } else {
      lines.push(`+ ${other}`);
      j += 1;
    }
  }
  return lines.filter((line) => line !== '- ');
}

/** Length of the longest common subsequence of what is left from each pair of lines on. */
function lengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (!row) continue;
      const [below, right] = [table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0];
      row[j] = before[i] === after[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(below, right);
    }
  }
  return table;
}
