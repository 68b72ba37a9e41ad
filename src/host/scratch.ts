import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasErrorCode } from './errors.ts';
import { processStartTime } from './process.ts';

const PROBE = /^lago-xml-probe-(?<pid>\d+)-(?<startTime>\d+)-/;

/**
 * Removes from the directory for temporary files what KVM probes left there whose processes were killed. Those belong to no
 * environment. Those of other users, which are closed to us, stay.
 */
export async function removeAbandonedProbeFiles(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const { pid, startTime } = PROBE.exec(name)?.groups ?? {};
    if (pid === undefined || processStartTime(Number(pid)) === Number(startTime)) continue;
    try {
      await rm(join(tmpdir(), name), { recursive: true, force: true });
    } catch (error) {
      if (!hasErrorCode(error, 'EACCES', 'EPERM')) throw error;
    }
  }
}
