import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostError } from '../host/errors.ts';
import { removeTree, writeJson } from '../host/files.ts';
import { isSameProcess } from '../host/process.ts';
import type { DomainPlan, EnvironmentPlan, PortPlan } from '../providers/plan.ts';
import { type ForwarderMessage, type PortForward, portsFile } from './forwards.ts';
import { FoundAddresses } from './found-addresses.ts';
import { type OwnerRecord, readRecord } from './owner.ts';
import { loadPlan } from './plan-store.ts';
import { prefixPaths } from './prefix.ts';
import { relay } from './relay.ts';
import { VmAddresses } from './vm-addresses.ts';

/** Milliseconds between two looks at the owner record. */
const PERIOD = 1000;

/** Milliseconds for a guest to accept a connection. */
const CONNECT_TIMEOUT = 15_000;

/** A port that could not be listened on. */
class ListenError extends Error {
  readonly report: ForwarderMessage;

  constructor(vm: string, { address, host }: PortPlan, cause: NodeJS.ErrnoException) {
    super(cause.message, { cause });
    this.report = { kind: 'failed', vm, address, port: host, code: cause.code ?? 'unknown' };
  }
}

/**
 * Body of the process that leads ports of the host to machines of an environment. It tells over its channel that it
 * listens, and ends when the environment is destroyed, when its record names another process, or, as long as it is not in
 * the record yet, when who started it is gone.
 */
export async function forwardPorts(environmentsDir: string, uuid: string): Promise<void> {
  const record = await readRecord(environmentsDir, uuid);
  if (record === undefined) return;
  const { plan: planFile, addresses, ports } = prefixPaths(record.prefix);
  const found = new FoundAddresses(addresses);
  const servers: Server[] = [];
  try {
    const forwards = await listenOnAll(await loadPlan(planFile), found, servers);
    await writeJson(ports, portsFile(forwards));
    tell({ kind: 'ready' });
    await untilUnwanted(() => readRecord(environmentsDir, uuid));
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    tell(error.report);
  } finally {
    await removeTree(ports);
  }
  // Connections that are open end with the process.
  process.exit();
}

async function listenOnAll(plan: EnvironmentPlan, found: FoundAddresses, servers: Server[]): Promise<PortForward[]> {
  const forwards: PortForward[] = [];
  for (const domain of plan.domains.values()) {
    const address = new VmAddresses(domain, found, async () => new Map());
    for (const port of domain.ports ?? []) {
      const server = createServer({ allowHalfOpen: true }, (client) => lead(client, address.management(), port.guest));
      servers.push(server);
      forwards.push({ ...port, vm: domain.name, host: await listen(server, domain, port) });
    }
  }
  return forwards;
}

function listen(server: Server, { name }: DomainPlan, port: PortPlan): Promise<number> {
  return new Promise((resolve, reject) => {
    // Later ones too: a connection that cannot be accepted (EMFILE) is lost, and no more than that.
    server.on('error', (error) => reject(new ListenError(name, port, error)));
    server.listen({ host: port.address, port: port.host }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port.host);
    });
  });
}

/** Copies both ways. Who is gone, or does not answer, ends the other. */
function lead(client: Socket, address: string | undefined, port: number): void {
  client.on('error', () => client.destroy());
  if (address === undefined) {
    client.destroy();
    return;
  }
  const guest = connect({ host: address, port, allowHalfOpen: true });
  guest.on('error', () => guest.destroy());
  guest.setTimeout(CONNECT_TIMEOUT, () => guest.destroy());
  guest.once('connect', () => guest.setTimeout(0));
  relay(client, guest);
}

async function untilUnwanted(read: () => Promise<OwnerRecord | undefined>): Promise<void> {
  const ended = new Promise<'ended'>((resolve) => process.once('SIGTERM', () => resolve('ended')));
  const released = new Promise<void>((resolve) => {
    if (process.connected) process.once('disconnect', resolve);
    else resolve();
  });
  // Who started us closes the channel after it has noted us in the record, or by its death.
  if ((await Promise.race([ended, released])) === 'ended') return;
  while (await isWanted(read)) {
    if ((await Promise.race([ended, sleep(PERIOD)])) === 'ended') return;
  }
}

/**
 * Whether the owner record that `read` gives names this process. One that cannot be read at this moment, because connections
 * have taken all open files, say, counts as before.
 */
export async function isWanted(read: () => Promise<OwnerRecord | undefined>): Promise<boolean> {
  try {
    const record = await read();
    const self = record?.forwarder;
    return record?.phase === 'created' && self?.pid === process.pid && isSameProcess(self);
  } catch (error) {
    if (error instanceof HostError) return true;
    throw error;
  }
}

/** Who started us may be gone: {@link untilUnwanted} sees that. */
function tell(message: ForwarderMessage): void {
  process.send?.(message, undefined, undefined, () => undefined);
}
