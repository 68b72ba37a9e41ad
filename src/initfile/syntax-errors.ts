import type { YAMLError } from 'yaml';
import type { Lines } from './lines.ts';
import { shortened } from './printable.ts';
import type { Report } from './report.ts';

/** What the parser's own words leave open, by its error code. */
const EXPLANATIONS: Readonly<Record<string, { readonly message: string; readonly hint: string }>> = {
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second `key: value` inside a value',
    hint: 'put it on a line of its own, check its indentation, or quote text that contains a colon',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'this is neither a `key: value` nor part of the value before it',
    hint: 'a colon needs a space after it; or check the indentation',
  },
  BAD_SCALAR_START: {
    message: 'plain text cannot start with this character',
    hint: 'put the value in quotes',
  },
};

const UNCLOSED = {
  message: 'a list or mapping in brackets is not closed before this place',
  hint: 'close it with `]` or `}`, or indent its lines more',
};

/** Enough to see what is going on; after the first mistakes a parser reports echoes. */
const MAX_SYNTAX_ERRORS = 20;

/** Reports the errors of the YAML parser, the first one of each line; where tabs are the cause, only those. */
export function reportSyntaxErrors(errors: readonly YAMLError[], text: string, lines: Lines, report: Report): void {
  const tooDeep = errors.find((error) => error.code === 'RESOURCE_EXHAUSTION');
  if (tooDeep !== undefined) {
    report.error({ code: 'TOO_DEEP', path: [], offset: tooDeep.pos[0], message: 'nested far too deeply' });
    return;
  }
  const firsts = new Map<number, YAMLError>();
  for (const error of errors) {
    const lineStart = lines.startOf(error.pos[0]);
    if (!firsts.has(lineStart)) firsts.set(lineStart, error);
    if (firsts.size === MAX_SYNTAX_ERRORS) break;
  }
  const tabs = [...firsts.keys()]
    .map((lineStart) => tabInIndentation(text, lineStart))
    .filter((at) => at !== undefined);
  const hint = 'YAML indents with spaces only';
  for (const offset of tabs) {
    report.error({ code: 'TAB', path: [], offset, message: 'tab used for indentation', hint });
  }
  if (tabs.length > 0) return;
  for (const error of firsts.values()) reportError(error, text, report);
}

function tabInIndentation(text: string, lineStart: number): number | undefined {
  const tab = /^[ \t]*/.exec(text.slice(lineStart, lineStart + 1000))?.[0].indexOf('\t') ?? -1;
  return tab === -1 ? undefined : lineStart + tab;
}

function reportError(error: YAMLError, text: string, report: Report): void {
  const explanation = error.message.startsWith('Flow ') ? UNCLOSED : EXPLANATIONS[error.code];
  report.error({
    code: 'SYNTAX',
    path: [],
    offset: Math.min(error.pos[0], text.length),
    message: explanation?.message ?? shortened(error.message, 200),
    hint: explanation?.hint,
  });
}
