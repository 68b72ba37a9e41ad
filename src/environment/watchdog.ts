import { setTimeout as sleep } from 'node:timers/promises';
import { startDetached } from '../host/detached.ts';
import { messageOf, ToolError } from '../host/errors.ts';
import { isSameProcess, processIdentity } from '../host/process.ts';
import { destroyEnvironment } from './destroy.ts';
import { type OwnerRecord, orphanReason, readRecord, writeRecord } from './owner.ts';
import type { Services } from './services.ts';

/** Milliseconds between two looks at the owner. */
const PERIOD = 1000;
/** Milliseconds until a destroy that failed (libvirt restarting, say) is tried again. */
const RETRY = 10_000;

/** Whether an environment needs a watchdog: one that may live as long as its directory does not. */
export function needsWatchdog(record: OwnerRecord): boolean {
  return record.owner.kind === 'process' || record.expiresAt !== undefined;
}

/**
 * Starts the watchdog of an environment, a small detached process that destroys it when its owner is gone or its time is
 * up, and notes it in the record. Does nothing when one is running. Must be called before the first machine starts, under the
 * environment's lock.
 */
export async function startWatchdog(record: OwnerRecord, logFile: string, services: Services): Promise<OwnerRecord> {
  if (!needsWatchdog(record) || (record.watchdog && isSameProcess(record.watchdog))) return record;
  const child = startDetached('watchdog', [services.paths.environmentsDir, record.uuid], { logFile });
  const watchdog = child.pid === undefined ? undefined : processIdentity(child.pid);
  if (watchdog === undefined)
    throw new ToolError('WATCHDOG_FAILED', 'the watchdog process did not start', { hint: `See ${logFile}.` });
  const guarded = { ...record, watchdog };
  await writeRecord(services.paths.environmentsDir, guarded);
  return guarded;
}

/** Body of the watchdog process: watches until the environment is gone, whoever removes it. */
export async function watch(uuid: string, services: Services): Promise<void> {
  for (;;) {
    const record = await readRecord(services.paths.environmentsDir, uuid);
    if (record === undefined) return;
    const reason = orphanReason(record);
    if (reason === undefined) {
      await sleep(PERIOD);
      continue;
    }
    services.log.info(`destroying environment ${uuid}: ${reason}`);
    try {
      await destroyEnvironment(uuid, services);
    } catch (error) {
      services.log.error(`environment ${uuid} could not be destroyed: ${messageOf(error)}`);
      await sleep(RETRY);
    }
  }
}
