import { nearMiss } from '../initfile/near-miss.ts';
import { printable } from '../initfile/printable.ts';
import type { InitFile, PlanProblem, Problem } from '../initfile/types.ts';

/** Collects the problems that planning finds and puts them in the order of the file. */
export class ProblemList {
  readonly #initFile: InitFile;
  readonly #found = new Map<string, Problem>();

  constructor(initFile: InitFile) {
    this.#initFile = initFile;
  }

  /** Takes note of a problem; one that several domains share through an anchor is kept once. */
  readonly report = (found: PlanProblem): void => {
    const { unknown, hint, ...problem } = found;
    const position = this.#initFile.locate(problem.path);
    const meant = unknown && nearMiss(unknown.name, unknown.known);
    const advice = meant === undefined ? hint : `did you mean \`${meant}\`?`;
    const message = printable(problem.message);
    const key = `${position.line}:${position.column}:${problem.code}:${message}`;
    if (this.#found.has(key)) return;
    this.#found.set(key, {
      ...problem,
      message,
      position,
      ...(advice === undefined ? {} : { hint: printable(advice) }),
    });
  };

  /** All problems of one severity. */
  of(severity: Problem['severity']): readonly Problem[] {
    return [...this.#found.values()]
      .filter((problem) => problem.severity === severity)
      .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  }
}
