import { isNode } from 'yaml';
import { composeTree } from './compose-tree.ts';
import { Lines } from './lines.ts';
import { parseYaml } from './parse-yaml.ts';
import { shortened } from './printable.ts';
import { Report } from './report.ts';
import { reportSyntaxErrors } from './syntax-errors.ts';
import { describe, type MapNode } from './tree.ts';

const STARTER = 'an init file has a `domains` and a `nets` mapping';

/**
 * Text of an init file to its tree. JSON needs no parser of its own: YAML's reads it, tabs included, and gives
 * positions. Findings go to the report; no tree when the text is not a mapping.
 *
 * @param starter what a file that is none should have, as a hint.
 */
export function parseSyntax(
  text: string,
  file: string,
  starter = STARTER,
): { readonly report: Report; readonly root?: MapNode } {
  // The parser's own counter loses lines after some errors.
  const lines = new Lines(text);
  const report = new Report(file, lines);
  const { document, second, limit } = parseYaml(text);
  if (limit !== undefined) {
    report.error({ ...limit, path: [] });
    return { report };
  }
  reportControlCharacter(text, report);
  if (second !== undefined) reportSecondDocument(second, report);
  reportSyntaxErrors(document?.errors ?? [], text, lines, report);
  if (report.failed) return { report };
  for (const warning of document?.warnings ?? []) {
    const message = shortened(warning.message, 200);
    report.warning({ code: 'YAML', path: [], offset: warning.pos[0], message });
  }
  return { report, ...composeMapping(document?.contents, text, report, starter) };
}

function composeMapping(contents: unknown, text: string, report: Report, starter: string): { readonly root?: MapNode } {
  if (!isNode(contents) || text.trim() === '') {
    const message = text.trim() === '' ? 'the file is empty' : 'the file has only comments';
    report.error({ code: 'EMPTY', path: [], offset: 0, message, hint: starter });
    return {};
  }
  const root = composeTree(contents, report);
  if (root === undefined) return {};
  if (root.kind === 'map') return { root };
  const empty = root.kind === 'scalar' && root.value === null;
  report.error({
    code: empty ? 'EMPTY' : 'WRONG_TYPE',
    path: [],
    offset: root.offset,
    message: empty ? 'the file is empty' : `expected a mapping, got ${describe(root)}`,
    hint: starter,
  });
  return {};
}

function reportSecondDocument(offset: number, report: Report): void {
  report.error({
    code: 'MULTIPLE_DOCUMENTS',
    path: [],
    offset,
    message: 'a second document starts here; an init file is one document',
    hint: 'remove the `---`, or put the second document into a file of its own',
  });
}

function reportControlCharacter(text: string, report: Report): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const offset = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/);
  if (offset === -1) return;
  const number = text.charCodeAt(offset).toString(16).padStart(4, '0');
  const message = `a control character (U+${number.toUpperCase()})`;
  report.error({ code: 'SYNTAX', path: [], offset, message, hint: 'is this a text file?' });
}
