import { printable } from './log-sinks.ts';

/**
 * Characters that show nothing: the runner's comparison of strings passes over them, so that `#\u00ad#[` would still be a
 * command.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;

/**
 * Makes text from a guest or another program safe for the runner's log. The runner looks for commands in both streams of
 * every process: `::name::` at the start of a line, and the older `##[name]` anywhere in it. Both are broken up in a way
 * that stays readable, control characters become visible. Line breaks stay.
 */
export function neutralised(text: string): string {
  return printable(text)
    .replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
    .replaceAll('##[', '## [')
    .replace(/^(\s*):(?=:)/gm, '$1: ');
}

/** The same text as one line. */
export function neutralisedLine(text: string): string {
  return neutralised(text).replace(/\s*\n\s*/g, ' | ');
}
