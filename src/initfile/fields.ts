import { z } from 'zod';
import { bareSize, parseSize, parseWhole, SIZE_PATTERN, WHOLE_PATTERN } from './sizes.ts';

/*
 * The kinds of values that init files have. Every message completes "expected ..., got ...". Input types are plain
 * unions, and what a JSON Schema cannot see of a transform stands in its `meta`.
 */

const MIB = 2 ** 20;
const NUMBER_OR_SIZE = `${WHOLE_PATTERN}|${SIZE_PATTERN}`;

/** Longest text of a single value; paths of Linux end at 4096. */
const MAX_TEXT = 4096;

/** Most items of a list. */
export const MAX_ITEMS = 1000;

/** One line of text. */
export function text(what = 'text') {
  return z
    .string({ error: what })
    .min(1, { error: what })
    .max(MAX_TEXT, { error: `${what} of at most ${MAX_TEXT} characters` })
    .regex(/^\P{Cc}*$/u, { error: `${what} without line breaks or control characters` });
}

/** A list of one-line texts; a single text stands for a list of one. */
export function textList(what: string) {
  return z.array(text('text'), { error: what }).max(MAX_ITEMS, { error: `${what} of at most ${MAX_ITEMS} items` });
}

/** A whole number, also written as digits in quotes. */
export function whole(what: string, min: number, max: number) {
  return z
    .union([z.number(), z.string()], { error: what })
    .transform((value, context) => {
      const parsed = parseWhole(value);
      if (parsed !== undefined && parsed >= min && parsed <= max) return parsed;
      context.addIssue({ code: 'custom', message: what });
      return z.NEVER;
    })
    .meta({ type: ['integer', 'string'], minimum: min, maximum: max, pattern: WHOLE_PATTERN });
}

const YES = ['true', 'yes', 'on', '1'];
const NO = ['false', 'no', 'off', '0'];

/** Yes or no; texts mean what they say, so `'False'` (as Lago's exports write it) is false. */
export function flag() {
  const what = 'true or false';
  return z
    .union([z.boolean(), z.string(), z.number()], { error: what })
    .transform((value, context) => {
      if (typeof value === 'boolean') return value;
      const word = String(value).toLowerCase();
      if (YES.includes(word)) return true;
      if (!NO.includes(word)) context.addIssue({ code: 'custom', message: what });
      return false;
    })
    .meta({ type: ['boolean', 'string', 'integer'], minimum: 0, maximum: 1, pattern: anyCase([...YES, ...NO]) });
}

/** A regular expression for some words in capitals or not, for where there are no flags. */
function anyCase(words: readonly string[]): string {
  const letter = (char: string) => (/[a-z]/.test(char) ? `[${char}${char.toUpperCase()}]` : char);
  return `^(${words.map((word) => Array.from(word, letter).join('')).join('|')})$`;
}

/** Memory: a bare number means MiB; the result is in MiB, rounded down. At most 16 TiB. */
export function memory() {
  const what = 'a whole number of MiB, or a size such as 2GiB';
  return z
    .union([z.number(), z.string()], { error: what })
    .transform((value, context) => {
      const bytes = typeof value === 'string' ? parseSize(value) : undefined;
      const mebibytes = bytes === undefined ? parseWhole(value) : Math.floor(bytes / MIB);
      if (mebibytes !== undefined && mebibytes >= 1 && mebibytes <= 2 ** 24) return mebibytes;
      context.addIssue({ code: 'custom', message: what });
      return z.NEVER;
    })
    .meta({ type: ['integer', 'string'], minimum: 1, maximum: 2 ** 24, pattern: NUMBER_OR_SIZE });
}

/** Size of a disk, in bytes; see {@link bareSize} for a number alone. */
export function diskSize() {
  const what = 'a size with a unit, such as 10G or 512M';
  return z
    .union([z.number(), z.string()], { error: what })
    .transform((value, context) => {
      const bare = parseWhole(value);
      const bytes = bare === undefined ? (typeof value === 'string' ? parseSize(value) : undefined) : bareSize(bare);
      if (bytes !== undefined && bytes >= 1) return bytes;
      context.addIssue({ code: 'custom', message: what });
      return z.NEVER;
    })
    .meta({ type: ['integer', 'string'], minimum: 1, pattern: NUMBER_OR_SIZE });
}

/** An IPv4 address in dotted form. */
export function ipv4() {
  return z.ipv4({ error: 'an IPv4 address such as 192.168.200.10' });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: words.map((word) => `\`${word}\``).join(' or ') });
}

/** A mapping whose content is not ours to check. */
export function freeForm() {
  return z.record(z.string(), z.unknown(), { error: 'a mapping' });
}

/** Largest packet of a link, in bytes: the least that IPv4 allows, to the most that a virtio NIC can have. */
export function mtu() {
  return whole('a whole number of bytes from 68 to 65535', 68, 65535);
}
