import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasErrorCode } from './errors.ts';
import { processStartTime } from './process.ts';

const SCRATCH = /^lago-(?:xml-probe|signature|cache)-(?<pid>\d+)-(?<startTime>\d+)-/;

/**
 * Makes a directory for temporary files of this process, which only this user can enter. Remove it when done; what is left
 * of a killed process goes with {@link removeAbandonedProbeFiles}.
 *
 * @param parent where; the directory for temporary files by default.
 */
export async function makeScratch(kind: 'signature' | 'cache', parent: string = tmpdir()): Promise<string> {
  return mkdtemp(join(parent, `lago-${kind}-${process.pid}-${processStartTime(process.pid)}-`));
}

/**
 * Removes from a directory for temporary files what KVM probes, checks of signatures and saves to a CI cache left there whose
 * processes were killed. Those belong to no environment. Those of other users, which are closed to us, stay.
 *
 * @param parent the system's directory for temporary files by default.
 */
export async function removeAbandonedProbeFiles(parent: string = tmpdir()): Promise<void> {
  for (const name of await readdir(parent)) {
    const { pid, startTime } = SCRATCH.exec(name)?.groups ?? {};
    if (pid === undefined || processStartTime(Number(pid)) === Number(startTime)) continue;
    try {
      await rm(join(parent, name), { recursive: true, force: true });
    } catch (error) {
      if (!hasErrorCode(error, 'EACCES', 'EPERM')) throw error;
    }
  }
}
