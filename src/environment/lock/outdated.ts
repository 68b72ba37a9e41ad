import { UserError } from '../../host/errors.ts';
import { printable } from '../../initfile/printable.ts';
import type { InitFile, KeyPath } from '../../initfile/types.ts';

/** A way in which a lock file and what it locks differ. */
export interface LockProblem {
  /** `<file>:<line>` */
  readonly place: string;
  readonly message: string;
}

/** What to do about any of it. */
const HINT = 'If that is wanted, write the lock file anew with `lago lock`, and commit it.';

/** Place of a key in the init file. */
export function placeIn(initFile: InitFile, path: KeyPath): string {
  const { file, line } = initFile.locate(path);
  return `${file}:${line}`;
}

/** @throws {UserError} `LOCK_FILE_OUTDATED` with all problems, unless there are none. */
export function throwProblems(file: string, problems: readonly LockProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ place, message }) => `\n  ${place}: ${printable(message)}`);
  throw new UserError('LOCK_FILE_OUTDATED', `the lock file ${file} does not fit any more:${lines.join('')}`, {
    hint: HINT,
  });
}

/** @throws {UserError} `LOCK_FILE_MISSING`, always. */
export function throwMissing(file: string): never {
  throw new UserError('LOCK_FILE_MISSING', `there is no lock file ${file}, which \`frozen\` takes`, {
    hint: 'Write it with `lago lock`, and commit it.',
  });
}
