import * as core from '@actions/core';
import { neutralised } from '../index.ts';

/** GitHub keeps ten annotations of each kind per step; the last error is left for the reason why the step failed. */
const MOST_WARNINGS = 10;
const MOST_ERRORS = 9;
/** GitHub cuts longer messages, without saying so. */
const LONGEST_MESSAGE = 4096;

/** A place in a file of the workspace. */
export interface AnnotationPlace {
  /** Relative to the workspace. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Annotations of this step: few, each once; what does not fit any more is an ordinary line of the log. */
export class Annotations {
  readonly #seen = new Set<string>();
  #warnings = 0;
  #errors = 0;

  /** Warns about something that slows the job down or may surprise. */
  warning(message: string): void {
    if (this.#repeats(`warning ${message}`)) return;
    this.#warnings += 1;
    if (this.#warnings > MOST_WARNINGS) core.info(`warning: ${neutralised(message)}`);
    else core.warning(fitting(message), properties());
  }

  /** Shows a mistake, at its place if it has one. */
  error(message: string, place?: AnnotationPlace): void {
    if (this.#repeats(`error ${JSON.stringify(place)} ${message}`)) return;
    this.#errors += 1;
    if (this.#errors > MOST_ERRORS) core.info(`error: ${neutralised(message)}`);
    else core.error(fitting(message), properties(place));
  }

  /** Says why the step fails, and makes it fail. */
  failure(message: string): void {
    core.error(fitting(message), properties());
    process.exitCode = 1;
  }

  #repeats(text: string): boolean {
    if (this.#seen.has(text)) return true;
    this.#seen.add(text);
    return false;
  }
}

function properties(place?: AnnotationPlace): core.AnnotationProperties {
  const title = 'Lago';
  return place ? { title, file: place.file, startLine: place.line, startColumn: place.column } : { title };
}

function fitting(message: string): string {
  const text = neutralised(message);
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE - 4)} ...` : text;
}
