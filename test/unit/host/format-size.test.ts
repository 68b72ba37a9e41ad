import { expect, it } from 'vitest';
import { formatSize } from '../../../src/host/format-size.ts';

it.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1.0 KiB'],
  [1_187_840, '1.1 MiB'],
  [10_480_000, '10 MiB'],
  [1024 ** 2 - 1, '1.0 MiB'],
  [1023.4 * 1024 ** 2, '1023 MiB'],
  [20 * 1024 ** 3, '20 GiB'],
  [5000 * 1024 ** 4, '5000 TiB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});
