/** Factors of unit letters; a letter alone or with `iB` counts by 1024, with `B` by 1000, as in libvirt. */
const POWERS: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

const SIZE = /^([0-9]+(?:\.[0-9]+)?)\s*(?:([kmgtp])(i?b)?|b|bytes)$/i;

/** Sizes for a JSON Schema, whose patterns have no flags. */
export const SIZE_PATTERN = String.raw`^\s*[0-9]+(\.[0-9]+)?\s*([KkMmGgTtPp]([Ii]?[Bb])?|[Bb]|[Bb][Yy][Tt][Ee][Ss])\s*$`;

/** Whole numbers in quotes for a JSON Schema. */
export const WHOLE_PATTERN = String.raw`^\s*[0-9]+\s*$`;

/** Bytes of a size with a unit (`10G`, `512 MiB`, `1.5GB`, `100b`); undefined for any other text. */
export function parseSize(text: string): number | undefined {
  const match = SIZE.exec(text.trim());
  if (match === null) return undefined;
  const base = match[3]?.toLowerCase() === 'b' ? 1000 : 1024;
  const bytes = Math.ceil(Number(match[1]) * base ** (POWERS[match[2]?.toLowerCase() ?? ''] ?? 0));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Numbers up to this are GB, those from a MiB on bytes; nobody has disks in between, either way. */
const MOST_GIGABYTES = 65_535;

/**
 * Bytes of a disk whose size has no unit: GB, as Lago's manual says, but bytes when the number is large, as it was in what
 * Lago did. Undefined in between.
 */
export function bareSize(size: number): number | undefined {
  if (size <= MOST_GIGABYTES) return size * 1024 ** 3;
  return size >= 1024 ** 2 ? size : undefined;
}

/** A whole number written as a number or as digits; undefined for anything else. */
export function parseWhole(value: number | string): number | undefined {
  const digits = typeof value === 'number' ? value : /^\s*[0-9]+\s*$/.test(value) ? Number(value) : undefined;
  return digits !== undefined && Number.isSafeInteger(digits) ? digits : undefined;
}
