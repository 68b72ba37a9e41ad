const PREFIXES: Readonly<Record<string, number>> = {
  '': 0,
  k: 1,
  kilo: 1,
  m: 2,
  mega: 2,
  g: 3,
  giga: 3,
  t: 4,
  tera: 4,
};

/**
 * Bytes that an allocation unit of an OVF stands for: `byte * 2^20`, `MegaBytes`, `GB`; undefined for what is none. Words
 * count by 1024, as those who write them mean it.
 */
export function unitBytes(text: string): number | undefined {
  const word = /^(kilo|mega|giga|tera|[kmgt])?i?b(?:ytes?)?$/i.exec(text.trim());
  if (word) return 1024 ** (PREFIXES[(word[1] ?? '').toLowerCase()] ?? 0);
  const [unit, ...factors] = text.split('*').map((part) => part.trim());
  if (!/^bytes?$/i.test(unit ?? '')) return undefined;
  const bytes = factors.map(factor).reduce((product, value) => product * value, 1);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

/** A number or a power, such as `2^20`; NaN for anything else. */
function factor(text: string): number {
  const [, base, exponent = '1'] = /^(\d{1,6})(?:\s*\^\s*(\d{1,2}))?$/.exec(text) ?? [];
  return base === undefined ? Number.NaN : Number(base) ** Number(exponent);
}
