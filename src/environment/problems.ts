import { nearMiss } from '../initfile/near-miss.ts';
import { printable } from '../initfile/printable.ts';
import type { InitFile, PlanProblem, Problem } from '../initfile/types.ts';

/** Collects the problems that planning finds and puts them in the order of the file. */
export class ProblemList {
  readonly #initFile: InitFile;
  readonly #found: Problem[] = [];
  /** Place in the text and code -> the path under which it was found first. */
  readonly #places = new Map<string, string>();

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
    const place = `${position.line}:${position.column}:${problem.code}`;
    const path = JSON.stringify(problem.path);
    const first = this.#places.get(place);
    if (first !== undefined && first !== path) return;
    this.#places.set(place, path);
    this.#found.push({ ...problem, message, position, ...(advice === undefined ? {} : { hint: printable(advice) }) });
  };

  /** All problems of one severity. */
  of(severity: Problem['severity']): readonly Problem[] {
    return this.#found
      .filter((problem) => problem.severity === severity)
      .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  }
}
