import { LagoError } from '../host/errors.ts';
import { type InitFile, InitFileError, type KeyPath, type Problem } from '../initfile/types.ts';

/** What only follows from all networks, so that a mistake in one of them may be the cause. */
const OF_ALL_NETS: readonly string[] = ['DNS_ON_PLAIN_NET', 'NO_MANAGEMENT_NET', 'SEVERAL_MANAGEMENT_NETS'];

/**
 * Adds to the mistakes that parsing found those that planning finds in the rest of the file, so that people see all of
 * them at once. What may come from a mistake that is reported already is left out.
 *
 * @param plan plans a file without looking at anything else, and throws {@link InitFileError}.
 */
export function withPlanProblems(error: InitFileError, plan: (partial: InitFile) => unknown): InitFileError {
  const { partial, problems } = error;
  if (partial === undefined || problems.some(({ path }) => path.length < 2)) return error;
  const hasBrokenNet = problems.some(({ path }) => path[0] === 'nets');
  const more = planProblems(partial, plan).filter(
    ({ code, path }) =>
      !(hasBrokenNet && OF_ALL_NETS.includes(code)) && !problems.some((problem) => isRelated(problem.path, path)),
  );
  return more.length === 0 ? error : new InitFileError([...problems, ...more].toSorted(byPlace), error.text);
}

function planProblems(partial: InitFile, plan: (partial: InitFile) => unknown): readonly Problem[] {
  try {
    plan(partial);
    return [];
  } catch (error) {
    if (error instanceof InitFileError) return error.problems;
    // Too few subnets, say: nothing that is wrong with the file.
    if (error instanceof LagoError) return [];
    throw error;
  }
}

/** Whether one value contains the other. */
function isRelated(a: KeyPath, b: KeyPath): boolean {
  return a.every((part, index) => index >= b.length || part === b[index]);
}

function byPlace({ position: a }: Problem, { position: b }: Problem): number {
  return a.line - b.line || a.column - b.column;
}
