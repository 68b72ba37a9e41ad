/** Share of letter pairs that two names must have in common to count as near. */
const NEAR = 0.4;
const MAX_NEAR = 5;

/** Names that look like `name`, nearest first: `debain12` finds `debian12`, `el7.5-base` finds `el7.6-base-2`. */
export function nearNames(name: string, known: readonly string[]): readonly string[] {
  return known
    .map((candidate) => ({ candidate, likeness: likeness(name, candidate) }))
    .filter(({ likeness }) => likeness >= NEAR)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MAX_NEAR)
    .map(({ candidate }) => candidate);
}

/** Dice's coefficient of the sets of letter pairs, 0 to 1; the edges of a word count as letters. */
function likeness(a: string, b: string): number {
  const [one, other] = [pairs(a), pairs(b)];
  const common = [...one].filter((pair) => other.has(pair)).length;
  return (2 * common) / (one.size + other.size);
}

function pairs(word: string): Set<string> {
  const letters = ` ${word.toLowerCase().slice(0, 100)} `;
  return new Set(Array.from({ length: letters.length - 1 }, (_, index) => letters.slice(index, index + 2)));
}
