import type { Problem } from './sdk.ts';
import type { Call } from './verb.ts';

/** Shows what is doubtful in an init file, unless warnings are not wanted. */
export function showWarnings(
  { global, io, sdk }: Pick<Call, 'global' | 'io' | 'sdk'>,
  warnings: readonly Problem[],
): void {
  if (warnings.length === 0 || global.ignoreWarnings || global.logLevel === 'error') return;
  io.stderr.write(`${sdk.formatProblems(warnings)}\n`);
}
