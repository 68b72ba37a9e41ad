import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CancelledError, LagoError, UserError } from '../../host/errors.ts';
import { ensureDirectory, writeFileAtomic } from '../../host/files.ts';
import type { Logger } from '../../host/log.ts';

/** Bytes of the end of a serial log that are kept. */
const KEPT = 1024 * 1024;

/** Keeps the serial log of a build that failed, in the place of that of an earlier failure, and says where. */
export async function keepSerialLog(
  error: unknown,
  serialLog: string,
  kept: string,
  log: Logger | undefined,
): Promise<void> {
  if (!(error instanceof LagoError) || error instanceof CancelledError || error instanceof UserError) return;
  try {
    const end = await endOf(serialLog);
    if (end.length === 0) return;
    await ensureDirectory(dirname(kept));
    await writeFileAtomic(kept, end, { mode: 0o600 });
    log?.info(`the serial log of the machine that was to build is kept in ${kept}`);
  } catch (failure) {
    log?.debug(`the serial log is not kept: ${String(failure)}`);
  }
}

async function endOf(file: string): Promise<Buffer> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const length = Math.min(size, KEPT);
  const buffer = Buffer.alloc(length);
  await handle.read(buffer, 0, length, size - length);
  return buffer;
}
