/** C0 and C1 controls, DEL, and the Unicode marks that turn or hide text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Makes text from a guest fit for a message: one line, no control characters, at most `limit` characters (the end of it,
 * where errors are). Guests are not trusted: their bytes could otherwise move a terminal's cursor or forge log lines.
 */
export function oneLine(text: string, limit = 2000): string {
  const line = text
    .trim()
    .replace(/\s*\n\s*/g, ' | ')
    .replace(UNPRINTABLE, '?');
  return line.length <= limit ? line : `...${line.slice(-limit)}`;
}
