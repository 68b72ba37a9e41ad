import { setTimeout as sleep } from 'node:timers/promises';
import { startDetached } from '../host/detached.ts';
import { messageOf, ToolError } from '../host/errors.ts';
import { isSameProcess, processIdentity } from '../host/process.ts';
import { destroyOrphan } from './destroy.ts';
import { type OwnerRecord, orphanReason, readRecord, writeRecord } from './owner.ts';
import type { Services } from './services.ts';

/** Milliseconds between two looks at the owner. */
const PERIOD = 1000;
/** Milliseconds until what failed (libvirt restarting, no memory, say) is tried again. */
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
  for (let next = await look(uuid, services); next !== undefined; next = await look(uuid, services)) await sleep(next);
}

/** Looks at the owner once. @returns milliseconds until the next look; undefined when the environment is gone. */
async function look(uuid: string, services: Services): Promise<number | undefined> {
  let reason: string | undefined;
  try {
    const record = await readRecord(services.paths.environmentsDir, uuid);
    if (record === undefined) return undefined;
    reason = orphanReason(record);
    if (reason === undefined) return PERIOD;
    services.log.info(`destroying environment ${uuid}: ${reason}`);
    await destroyOrphan(uuid, services);
    return 0;
  } catch (error) {
    const what = reason === undefined ? 'looked at' : 'destroyed';
    services.log.error(`environment ${uuid} could not be ${what}: ${messageOf(error)}`);
    return RETRY;
  }
}
