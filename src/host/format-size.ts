const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Writes a number of bytes for people: `1.1 MiB`, `20 GiB`, `512 bytes`; with tenths below ten. */
export function formatSize(bytes: number): string {
  let [value, unit] = [bytes, 0];
  // What would be rounded to 1024 is one of the next unit.
  while (value >= 1023.5 && unit < UNITS.length - 1) [value, unit] = [value / 1024, unit + 1];
  const digits = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}
