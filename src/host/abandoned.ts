import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from './errors.ts';
import { fileError } from './files.ts';
import { processInfo } from './process.ts';

/** Names that `temporaryName` gives: `.<name>.<pid>.<random>.tmp`. */
const TEMPORARY = /^\.(?<name>.+)\.(?<pid>[0-9]+)\.[0-9a-f]{8}\.tmp$/;

/**
 * Removes the temporary files in a directory whose writers were killed before they could rename them. Those of processes
 * that live stay, and so do those of processes whose numbers were given to others. Fine without the directory.
 *
 * @param accept answers for the name that a file was to get; all names by default.
 * @throws {HostError} `PERMISSION_DENIED` or `FILE_FAILED`.
 */
export async function removeAbandoned(
  directory: string,
  accept: (name: string) => boolean = () => true,
): Promise<void> {
  try {
    for (const file of await readdir(directory)) {
      const { name, pid } = TEMPORARY.exec(file)?.groups ?? {};
      if (name === undefined || !accept(name) || processInfo(Number(pid)) !== undefined) continue;
      await rm(join(directory, file), { force: true });
    }
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw fileError(error, 'clean', directory);
  }
}
