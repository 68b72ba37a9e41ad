import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startDetached } from '../host/detached.ts';
import { HostError, ToolError } from '../host/errors.ts';
import { removeTree } from '../host/files.ts';
import { listenerOn } from '../host/listener.ts';
import { endProcess, isSameProcess, processIdentity } from '../host/process.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import { currentForwards, type ForwarderMessage, forwarderMessage, type PortForward } from './forwards.ts';
import { listRecords, type OwnerRecord, readRecord, writeRecord } from './owner.ts';
import type { PrefixPaths } from './prefix.ts';
import type { Services } from './services.ts';

/** The process that leads ports of the host to the machines of one environment, if any of them wants ports. */
export interface Forwarding {
  /** See {@link startForwarder}. */
  start(services: Services): Promise<boolean>;
  /** See {@link stopForwarder}. */
  stop(services: Services): Promise<void>;
}

/** Milliseconds for the forwarder to listen on all ports. */
const START_TIMEOUT = 30_000;

/**
 * Starts the process that leads ports of the host to machines of an environment, and notes it in the owner record. Does
 * nothing when it runs. To be called under the environment's lock.
 *
 * @returns whether it was started.
 * @throws {HostError} `PORT_TAKEN`, saying by whom if that can be seen, `PORT_REFUSED`; {@link ToolError} `FORWARDER_FAILED`.
 */
export async function startForwarder(uuid: string, paths: PrefixPaths, services: Services): Promise<boolean> {
  const { environmentsDir } = services.paths;
  const record = await readRecord(environmentsDir, uuid);
  if (record === undefined || (record.forwarder && isSameProcess(record.forwarder))) return false;
  const logFile = paths.forwarderLog;
  const child = startDetached('forwarder', [environmentsDir, uuid], { logFile, channel: true });
  const forwarder = child.pid === undefined ? undefined : processIdentity(child.pid);
  try {
    const message = await firstMessage(child, logFile);
    if (message.kind === 'failed') throw await portRefused(message, environmentsDir);
    if (forwarder === undefined) throw failed(logFile);
    await writeRecord(environmentsDir, { ...record, forwarder });
    return true;
  } catch (error) {
    // Whoever tries again at once must not find ports taken by it, nor its file of ports taken away behind them.
    await endForwarder({ ...(forwarder ? { forwarder } : {}) });
    throw error;
  } finally {
    // Tells the forwarder that it is in the record, or, if it is not, that it is not wanted.
    if (child.connected) child.disconnect();
  }
}

/** The forwarder of an environment. */
export function forwardingOf(plan: EnvironmentPlan, paths: PrefixPaths): Forwarding {
  return {
    start: async (services) => hasPorts(plan) && startForwarder(plan.uuid, paths, services),
    stop: (services) => stopForwarder(plan.uuid, paths, services),
  };
}

/** Whether any machine of an environment wants ports of the host. */
export function hasPorts({ domains }: EnvironmentPlan): boolean {
  return [...domains.values()].some(({ ports = [] }) => ports.length > 0);
}

/** Ends the forwarder that a record names, and all connections that it leads. Fine when there is none. */
export async function endForwarder({ forwarder }: Pick<OwnerRecord, 'forwarder'>): Promise<void> {
  if (forwarder) await endProcess(forwarder);
}

/** Ends the forwarder of an environment whose machines are down. To be called under the environment's lock. */
export async function stopForwarder(uuid: string, paths: PrefixPaths, services: Services): Promise<void> {
  const record = await readRecord(services.paths.environmentsDir, uuid);
  if (record?.forwarder === undefined) return;
  await endForwarder(record);
  await removeTree(paths.ports);
  const { forwarder: _ended, ...rest } = record;
  await writeRecord(services.paths.environmentsDir, rest);
}

/** The ports of the host that lead to machines of an environment now. */
export async function forwardsOf(
  uuid: string,
  paths: PrefixPaths,
  services: Services,
): Promise<readonly PortForward[]> {
  const record = await readRecord(services.paths.environmentsDir, uuid);
  return record === undefined ? [] : currentForwards(record, paths.ports);
}

async function firstMessage(child: ChildProcess, logFile: string): Promise<ForwarderMessage> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), START_TIMEOUT);
  const gone = () => stop.abort();
  child.once('exit', gone).once('error', gone);
  try {
    const [message] = await once(child, 'message', { signal: stop.signal });
    return forwarderMessage.parse(message);
  } catch (cause) {
    throw failed(logFile, cause);
  } finally {
    clearTimeout(timer);
    child.off('exit', gone).off('error', gone);
  }
}

function failed(logFile: string, cause?: unknown): ToolError {
  return new ToolError('FORWARDER_FAILED', 'the process that leads ports to machines did not start', {
    hint: `See ${logFile}.`,
    cause,
  });
}

async function portRefused(
  { vm, address, port, code }: Extract<ForwarderMessage, { kind: 'failed' }>,
  environmentsDir: string,
): Promise<HostError> {
  const what = `VM ${vm}: port ${port} of ${address}`;
  switch (code) {
    case 'EADDRINUSE': {
      const hint = 'Choose another in `ports`, or leave the port of the host out to get a free one.';
      return new HostError('PORT_TAKEN', `${what} is taken${await holderOf(port, environmentsDir)}`, { hint });
    }
    case 'EACCES':
      return new HostError('PORT_REFUSED', `${what}: this user may not listen there`, {
        hint: 'Ports below 1024 are for root: choose a higher one.',
      });
    case 'EADDRNOTAVAIL':
      return new HostError('PORT_REFUSED', `${what}: this host does not have that address`, {
        hint: 'Leave the address out to listen on 127.0.0.1.',
      });
    default:
      return new HostError('PORT_REFUSED', `${what}: ${code}`);
  }
}

/** "by process nginx (123)", or by another environment; empty when that cannot be seen. */
async function holderOf(port: number, environmentsDir: string): Promise<string> {
  const holder = listenerOn(port);
  if (holder === undefined) return '';
  const records = await Promise.all(listRecords(environmentsDir).map((uuid) => readRecord(environmentsDir, uuid)));
  const environment = records.find((record) => record?.forwarder?.pid === holder.pid);
  if (environment) return ` by the environment at ${environment.prefix}`;
  return ` by process ${holder.name} (${holder.pid})`;
}
