import { relative, sep } from 'node:path';
import {
  CancelledError,
  formatKeyPath,
  InitFileError,
  LagoError,
  type Logger,
  messageOf,
  type Problem,
} from '../index.ts';
import type { Annotations } from './annotations.ts';

/** Text of an error for people: its message and what to do. */
export function explain(error: unknown): string {
  if (!(error instanceof LagoError)) return `unexpected error: ${messageOf(error)}`;
  return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
}

/**
 * Fails the step with the reason. Mistakes in an init file are shown where they are; the stack of an unexpected error goes
 * to the log file only.
 */
export function reportFailure(error: unknown, annotations: Annotations, log: Logger, workspace: string): void {
  if (error instanceof Error && error.stack !== undefined) log.debug(error.stack);
  if (error instanceof CancelledError) {
    log.info('Cancelled: the environment is destroyed at the end of the job.');
    process.exitCode = 1;
  } else if (error instanceof InitFileError) {
    for (const problem of error.problems) annotateProblem(problem, annotations, workspace);
    const mistakes = error.problems.filter(({ severity }) => severity === 'error').length;
    annotations.failure(
      `the init file has ${mistakes} ${mistakes === 1 ? 'mistake' : 'mistakes'}; see the log of this step`,
    );
  } else {
    annotations.failure(explain(error));
  }
}

function annotateProblem(problem: Problem, annotations: Annotations, workspace: string): void {
  const { position, message, hint, path } = problem;
  const where = path.length === 0 ? '' : `${formatKeyPath(path)}: `;
  const text = `${where}${message}${hint === undefined ? '' : ` (${hint})`}`;
  const file = relative(workspace, position.file);
  const inside = !file.startsWith(`..${sep}`) && !file.startsWith(sep);
  const place = { file, line: position.line, column: position.column };
  if (problem.severity === 'warning') annotations.warning(`${file}:${position.line}: ${text}`);
  else
    annotations.error(
      inside ? text : `${position.file}:${position.line}:${position.column}: ${text}`,
      inside ? place : undefined,
    );
}
