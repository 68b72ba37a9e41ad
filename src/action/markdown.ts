import { printable } from '../index.ts';

/** Writes text so that GitHub shows it as it is: no HTML, no Markdown, no line breaks. */
export function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|~@:]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Writes text over several lines as a block of code that it cannot get out of. */
export function codeBlock(text: string): string {
  const clean = printable(text);
  const longest = Math.max(0, ...Array.from(clean.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}text\n${clean}\n${fence}\n`;
}

/** Part of a document: what comes before, the lines that may be left out from the end, what comes after. */
export interface Section {
  readonly head: string;
  readonly rows: readonly string[];
  /** Text in place of rows that were left out. */
  readonly more?: (left: number) => string;
  readonly tail?: string;
}

/**
 * Puts sections together without ever exceeding a number of bytes: GitHub drops a whole summary that is too large. Earlier
 * sections come first; of one that does not fit as many rows are kept as do, one without room for a row is left out.
 */
export function withinBudget(sections: readonly Section[], budget: number): string {
  let document = '';
  let left = budget;
  for (const section of sections) {
    const text = fitted(section, left);
    document += text;
    left -= Buffer.byteLength(text);
  }
  return document;
}

function fitted({ head, rows, more, tail = '' }: Section, budget: number): string {
  const longest = more?.(rows.length) ?? '';
  const whole = `${head}${rows.join('')}${tail}`;
  if (Buffer.byteLength(whole) <= budget) return whole;
  let room = budget - Buffer.byteLength(`${head}${longest}${tail}`);
  const kept: string[] = [];
  for (const row of rows) {
    room -= Buffer.byteLength(row);
    if (room < 0) break;
    kept.push(row);
  }
  if (kept.length === 0) return '';
  return `${head}${kept.join('')}${more?.(rows.length - kept.length) ?? ''}${tail}`;
}
