import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasErrorCode } from './errors.ts';
import { processStartTime } from './process.ts';

const SCRATCH = /^lago-(?:xml-probe|signature)-(?<pid>\d+)-(?<startTime>\d+)-/;

/**
 * Makes a directory for temporary files of this process, which only this user can enter. Remove it when done; what is left
 * of a killed process goes with {@link removeAbandonedProbeFiles}.
 */
export async function makeScratch(kind: 'signature'): Promise<string> {
  return mkdtemp(join(tmpdir(), `lago-${kind}-${process.pid}-${processStartTime(process.pid)}-`));
}

/**
 * Removes from the directory for temporary files what KVM probes and checks of signatures left there whose processes were
 * killed. Those belong to no environment. Those of other users, which are closed to us, stay.
 */
export async function removeAbandonedProbeFiles(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const { pid, startTime } = SCRATCH.exec(name)?.groups ?? {};
    if (pid === undefined || processStartTime(Number(pid)) === Number(startTime)) continue;
    try {
      await rm(join(tmpdir(), name), { recursive: true, force: true });
    } catch (error) {
      if (!hasErrorCode(error, 'EACCES', 'EPERM')) throw error;
    }
  }
}
