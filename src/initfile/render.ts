import { printable } from './printable.ts';
import { formatProblem, type Problem } from './types.ts';

/** How to show problems. */
export interface FormatOptions {
  /** Text of the file they are in; with it each problem is followed by its line. */
  readonly text?: string | undefined;
}

/** Widest excerpt of a line; a JSON file may be one long line. */
const MAX_WIDTH = 100;

/** Lines of such keys are not repeated. */
const SECRET = /pas+w/i;

/**
 * Problems the way a person reads them, one after the other: place, key, what is wrong, what to do; with the text of
 * the file also the line, with a caret under the place. Nothing unprintable of the file gets through.
 */
export function formatProblems(problems: readonly Problem[], options: FormatOptions = {}): string {
  const lines = options.text?.replace(/^\uFEFF/, '').split('\n');
  return problems
    .map((problem) =>
      [printable(formatProblem(problem)), ...(lines === undefined ? [] : excerpt(problem, lines))].join('\n'),
    )
    .join('\n');
}

function excerpt(problem: Problem, lines: readonly string[]): string[] {
  const { line, column } = problem.position;
  const text = lines[line - 1]?.trimEnd();
  if (text === undefined || text === '' || problem.path.some((part) => SECRET.test(String(part)))) return [];
  const index = column - 1;
  const start = index < MAX_WIDTH ? 0 : index - MAX_WIDTH / 2;
  const shown = oneCellEach(text.slice(start, start + MAX_WIDTH));
  const before = oneCellEach(text.slice(start, index));
  const number = String(line);
  const margin = ' '.repeat(number.length);
  const [head, tail] = [start > 0 ? '...' : '', start + MAX_WIDTH < text.length ? '...' : ''];
  return [`  ${number} | ${head}${shown.join('')}${tail}`, `  ${margin} | ${' '.repeat(head.length + before.length)}^`];
}

/** Characters of a line, with whatever would move the cursor replaced, so that the caret stands where it should. */
function oneCellEach(text: string): string[] {
  return Array.from(text, (character) =>
    character === '\t' ? ' ' : printable(character) === character ? character : '\u00b7',
  );
}
