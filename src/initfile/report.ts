import type { Lines } from './lines.ts';
import { formatKeyPath, type KeyPath, type Problem, type SourcePosition } from './types.ts';

/** What is wrong and where, before its offset is turned into a line and a column. */
export interface Finding {
  readonly code: string;
  readonly path: KeyPath;
  /** Index into the text. */
  readonly offset: number;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** More would bury the reader (and a hostile file could make millions). */
const MAX_PROBLEMS = 1000;

/** Collects what is found in one file, from all stages of parsing. */
export class Report {
  readonly #file: string;
  readonly #lines: Lines;
  readonly #findings = new Map<string, Finding & { readonly severity: Problem['severity'] }>();
  #errors = 0;

  constructor(file: string, lines: Lines) {
    this.#file = file;
    this.#lines = lines;
  }

  /** Whether an error was found. */
  get failed(): boolean {
    return this.#errors > 0;
  }

  /** Records a mistake that keeps the file from being used. */
  error(finding: Finding): void {
    if (this.#add('error', finding)) this.#errors += 1;
  }

  /** Records something doubtful. */
  warning(finding: Finding): void {
    this.#add('warning', finding);
  }

  /** Line and column, both starting at 1, of an index into the text. */
  position(offset: number): SourcePosition {
    return { file: this.#file, ...this.#lines.position(offset) };
  }

  /** All findings of one severity in the order of the file; at most 1000, the last of which then counts the rest. */
  problems(severity: Problem['severity']): readonly Problem[] {
    const found = [...this.#findings.values()]
      .filter((finding) => finding.severity === severity)
      .toSorted((a, b) => a.offset - b.offset);
    const unknown = this.#unknownKeys();
    const problems = found.slice(0, MAX_PROBLEMS).map(({ offset, hint, ...rest }) => {
      const advice = hint ?? (rest.code === 'MISSING_KEY' ? unknown.get(parentOf(rest)) : undefined);
      return { ...rest, position: this.position(offset), ...(advice === undefined ? {} : { hint: advice }) };
    });
    const last = problems.at(-1);
    const more = found.length - problems.length;
    if (last === undefined || more === 0) return problems;
    return [
      ...problems,
      { severity, code: 'MORE_PROBLEMS', path: [], position: last.position, message: `and ${more} more` },
    ];
  }

  /** Parent -> what was said about an unknown key there: a missing key may stand there under another name. */
  #unknownKeys(): ReadonlyMap<string, string> {
    const unknown = [...this.#findings.values()].filter((finding) => finding.code === 'UNKNOWN_KEY');
    return new Map(unknown.map((finding) => [parentOf(finding), finding.message]));
  }

  /** A value that several domains share by an anchor or a prototype is reported once. */
  #add(severity: Problem['severity'], finding: Finding): boolean {
    const key = `${finding.offset}\0${finding.code}\0${finding.message}`;
    if (this.#findings.has(key)) return false;
    this.#findings.set(key, { severity, ...finding });
    return true;
  }
}

function parentOf(finding: Pick<Finding, 'path'>): string {
  return formatKeyPath(finding.path.slice(0, -1));
}
