import { existsSync, lstatSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { realPath } from '../disks/allowed.ts';
import { StateError, UserError } from '../host/errors.ts';
import { pathIsInside } from '../host/files.ts';

/** Names shown of files that are in the way. */
const MAX_LISTED = 5;

/**
 * Checks that an export can go to a directory: outside of what goes away with the environment, and without replacing
 * anything.
 *
 * @param names files that the export will have there.
 * @param forbidden directories that are no place for it.
 * @returns the directory without symlinks.
 * @throws {UserError} `EXPORT_DESTINATION_INVALID`; {@link StateError} `EXPORT_FILES_EXIST`.
 */
export async function checkDestination(
  directory: string,
  names: readonly string[],
  forbidden: readonly string[],
): Promise<string> {
  const real = await realPath(resolve(directory));
  for (const place of await Promise.all(forbidden.map(realPath))) {
    if (pathIsInside(real, place)) throw invalid(directory, `lies in ${place}, which belongs to lago`);
  }
  if (existsSync(real) && !statSync(real).isDirectory()) throw invalid(directory, 'is not a directory');
  const there = names.filter((name) => lstatSync(join(real, name), { throwIfNoEntry: false }) !== undefined);
  if (there.length === 0) return real;
  const more = there.length > MAX_LISTED ? ` and ${there.length - MAX_LISTED} more` : '';
  const listed = `${there.slice(0, MAX_LISTED).join(', ')}${more}`;
  throw new StateError('EXPORT_FILES_EXIST', `the directory ${directory} already has ${listed}`, {
    hint: 'Export to another directory, or remove them first: they may be under the disks of an environment.',
  });
}

/** Checks the name of the init file that is to be written. @throws {UserError} `EXPORT_DESTINATION_INVALID` */
export function checkFileName(name: string): string {
  if (name !== '' && name === basename(name) && name !== '.' && name !== '..') return name;
  throw new UserError('EXPORT_DESTINATION_INVALID', `"${name}" is not a file name for the init file`, {
    hint: 'It is written into the destination directory: give its name only.',
  });
}

function invalid(directory: string, problem: string): UserError {
  return new UserError('EXPORT_DESTINATION_INVALID', `cannot export to ${directory}: it ${problem}`, {
    hint: 'Name another directory.',
  });
}
