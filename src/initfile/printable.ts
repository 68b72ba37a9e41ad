/** Text from a file, made safe to print: control and invisible format characters become `\u....`. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** At most `limit` characters of a text, printable, with `...` where it was cut. */
export function shortened(text: string, limit = 60): string {
  return printable(text.length > limit ? `${text.slice(0, limit)}...` : text);
}

/** A key or name the way messages show it: between back-ticks, printable, short. */
export function code(text: string): string {
  return `\`${shortened(text)}\``;
}
