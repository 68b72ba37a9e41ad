import { readFile, stat, utimes } from 'node:fs/promises';
import { hasErrorCode, messageOf } from '../host/errors.ts';
import { writeFileAtomic } from '../host/files.ts';
import type { Logger } from '../host/log.ts';
import type { EntryFiles } from './entry.ts';

/** Milliseconds within which a further use is not noted. */
const PRECISION = 60_000;

/**
 * Notes that a template is used now: by the time of its record, so that this costs no file. A store that cannot be written
 * does not learn of it.
 */
export async function noteUse({ record }: EntryFiles, log: Logger | undefined): Promise<void> {
  try {
    const { mtimeMs } = await stat(record);
    const now = new Date();
    if (now.getTime() - mtimeMs < PRECISION) return;
    await utimes(record, now, now).catch(async (error: unknown) => {
      // The file of another user, in a directory that we may write.
      if (!hasErrorCode(error, 'EPERM', 'EACCES')) throw error;
      await writeFileAtomic(record, await readFile(record));
    });
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) log?.debug(`the use of ${record} could not be noted: ${messageOf(error)}`);
  }
}

/** When a template was last used, to the minute; undefined when it is not there. */
export async function lastUsed(files: EntryFiles): Promise<Date | undefined> {
  for (const file of [files.record, files.image]) {
    const stats = await stat(file).catch(() => undefined);
    if (stats) return stats.mtime;
  }
  return undefined;
}
