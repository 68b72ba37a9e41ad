import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { destroyEnvironment } from '../../../src/environment/destroy.ts';
import { forwardsOf, startForwarder, stopForwarder } from '../../../src/environment/forwarding.ts';
import { type OwnerRecord, readRecord, writeRecord } from '../../../src/environment/owner.ts';
import { savePlan } from '../../../src/environment/plan-store.ts';
import { type PrefixPaths, prefixPaths } from '../../../src/environment/prefix.ts';
import type { Services } from '../../../src/environment/services.ts';
import { startDetached } from '../../../src/host/detached.ts';
import { listenerOn } from '../../../src/host/listener.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { isSameProcess, processIdentity, processTree } from '../../../src/host/process.ts';
import { DEFAULT_POOL } from '../../../src/network/pool.ts';
import { domain, found, MGMT, planOf, UUID } from '../../support/plan.ts';

const OTHER_UUID = 'f'.repeat(32);

let directory: string;
let services: Services;
/** Stands for a guest: says back in capitals what it hears, once it has heard all of it. */
let guest: Server;
let guestPort: number;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lago-forward-'));
  services = {
    paths: resolvePaths({ stateDir: join(directory, 'state') }, {}),
    log: createLogger(),
    subnetPool: () => DEFAULT_POOL,
    providers: () => {
      throw new Error('no provider is needed for this');
    },
  };
  guest = createServer({ allowHalfOpen: true }, (socket) => void answer(socket));
  guestPort = await listening(guest);
});
afterEach(async () => {
  for (const uuid of [UUID, OTHER_UUID]) await destroyEnvironment(uuid, services);
  guest.close();
  rmSync(directory, { recursive: true });
});

async function listening(server: Server): Promise<number> {
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return address.port;
}

/** An environment on disk whose one machine has an address of this host. */
async function environment(ports: readonly unknown[], uuid = UUID, ip = '127.0.0.1'): Promise<PrefixPaths> {
  const paths = prefixPaths(join(directory, uuid.slice(0, 4)));
  for (const path of [paths.root, paths.virt, paths.logs]) mkdirSync(path, { recursive: true });
  const plan = planOf({ domains: { web: domain(['lan'], { ports }) }, nets: { lan: MGMT } }, { uuid });
  const web = { ...found(plan.domains.get('web')), ip };
  writeFileSync(paths.uuid, uuid);
  await savePlan(paths.plan, { ...plan, prefix: paths.root, domains: new Map([['web', web]]) });
  const record: OwnerRecord = {
    version: 1,
    uuid,
    createdAt: '2026-11-20T00:00:00Z',
    phase: 'created',
    owner: { kind: 'workdir' },
    prefix: paths.root,
    workdir: directory,
    imagesDir: paths.images,
    leaseDir: services.paths.leaseDir,
    libvirtUrl: 'test:///default',
    started: false,
    domains: [],
    nets: [],
  };
  await writeRecord(services.paths.environmentsDir, record);
  return paths;
}

async function answer(socket: Socket): Promise<void> {
  // Whoever asks may be gone.
  socket.on('error', () => undefined);
  const heard = await text(socket).catch(() => undefined);
  if (heard !== undefined) socket.end(heard.toUpperCase());
}

/** Sends a text and gives the answer. */
async function ask(port: number, host = '127.0.0.1'): Promise<string> {
  const socket = connect({ port, host, allowHalfOpen: true });
  socket.end('hello');
  return text(socket);
}

async function forwarder(uuid = UUID) {
  return found((await readRecord(services.paths.environmentsDir, uuid))?.forwarder);
}

describe('ports of the host', () => {
  it('lead to the machine, both ways and half closed, on 127.0.0.1 unless told otherwise', async () => {
    const paths = await environment([guestPort, { guest: guestPort, address: '127.0.0.9' }]);
    expect(await startForwarder(UUID, paths, services)).toBe(true);
    const [first, second] = await forwardsOf(UUID, paths, services);
    expect(first).toEqual({ vm: 'web', address: '127.0.0.1', host: expect.any(Number), guest: guestPort });
    expect(second?.address).toBe('127.0.0.9');
    expect(await ask(found(first).host)).toBe('HELLO');
    expect(await ask(found(second).host, '127.0.0.9')).toBe('HELLO');
    // A second start finds it running.
    expect(await startForwarder(UUID, paths, services)).toBe(false);
  });

  it('are free again after a stop, and after destroy', async () => {
    const paths = await environment([guestPort]);
    for (const end of [() => stopForwarder(UUID, paths, services), () => destroyEnvironment(UUID, services)]) {
      await startForwarder(UUID, paths, services);
      const process = await forwarder();
      const [port] = await forwardsOf(UUID, paths, services);
      expect(listenerOn(found(port).host)).toEqual({ pid: process.pid, name: expect.any(String) });
      await end();
      expect(isSameProcess(process)).toBe(false);
      // Another test may have got it since.
      expect(listenerOn(found(port).host)?.pid).not.toBe(process.pid);
      expect(await forwardsOf(UUID, paths, services)).toEqual([]);
      expect(existsSync(paths.ports)).toBe(false);
    }
  });

  it('close a connection to a machine that does not answer', async () => {
    // The guest has its port on another address, so that nobody else answers here.
    const paths = await environment([guestPort], UUID, '127.0.0.78');
    await startForwarder(UUID, paths, services);
    const [port] = await forwardsOf(UUID, paths, services);
    expect(await ask(found(port).host).catch(() => 'reset')).toMatch(/^(reset)?$/);
    expect(isSameProcess(await forwarder())).toBe(true);
  });
});

describe('a port that is taken', () => {
  it('is refused with the name of the process', async () => {
    const paths = await environment([`${guestPort}:22`]);
    await expect(startForwarder(UUID, paths, services)).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      exitCode: 2,
      message: expect.stringContaining(`port ${guestPort} of 127.0.0.1 is taken by process`),
    });
    await expect(startForwarder(UUID, paths, services)).rejects.toThrow(`(${process.pid})`);
    expect((await readRecord(services.paths.environmentsDir, UUID))?.forwarder).toBeUndefined();
  });

  it('is refused with the environment that has it', async () => {
    const first = await environment([guestPort]);
    await startForwarder(UUID, first, services);
    const [port] = await forwardsOf(UUID, first, services);
    const second = await environment([`${port?.host}:22`], OTHER_UUID);
    const attempt = startForwarder(OTHER_UUID, second, services);
    await expect(attempt).rejects.toThrow(`is taken by the environment at ${first.root}`);
  });

  it('has let go of the other ports when that is told', async () => {
    const slowToEnd = 'process.on("exit",()=>Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,60_000))';
    vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(slowToEnd)}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const other = createServer();
    const port = await listening(other);
    const closed = once(other, 'close');
    other.close();
    await closed;
    const paths = await environment([`${port}:22`, `${guestPort}:22`]);
    await expect(startForwarder(UUID, paths, services)).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    const children = [...processTree().values()].filter(({ parent }) => parent === process.pid);
    expect(children.filter(({ name }) => name.startsWith('lago-forw'))).toEqual([]);
  });

  it('an address that the host does not have is told apart', async () => {
    const paths = await environment([{ guest: 22, address: '192.0.2.1' }]);
    await expect(startForwarder(UUID, paths, services)).rejects.toMatchObject({ code: 'PORT_REFUSED' });
  });
});

describe('the forwarder', () => {
  const gone = async (identity: ReturnType<typeof processIdentity>) =>
    expect.poll(() => identity !== undefined && isSameProcess(identity), { timeout: 120_000 }).toBe(false);

  it('ends when the record of its environment is gone', async () => {
    const paths = await environment([guestPort]);
    await startForwarder(UUID, paths, services);
    const process = await forwarder();
    rmSync(join(services.paths.environmentsDir, `${UUID}.json`));
    await gone(process);
  });

  it('ends when another one has taken its place in the record', async () => {
    const paths = await environment([guestPort]);
    await startForwarder(UUID, paths, services);
    const first = await forwarder();
    const record = found(await readRecord(services.paths.environmentsDir, UUID));
    await writeRecord(services.paths.environmentsDir, { ...record, forwarder: found(processIdentity(1)) });
    await gone(first);
    await writeRecord(services.paths.environmentsDir, record);
  });

  it('ends when who started it was killed before noting it', async () => {
    const paths = await environment([guestPort]);
    const source = (name: string) => JSON.stringify(join(import.meta.dirname, '../../../src', name));
    // Starts it, and is killed as soon as it runs.
    const script = `import { startDetached } from ${source('host/detached.ts')};
      const child = startDetached('forwarder', [${JSON.stringify(services.paths.environmentsDir)}, '${UUID}'],
        { logFile: ${JSON.stringify(paths.forwarderLog)}, channel: true });
      child.on('message', () => { console.log(child.pid); process.kill(process.pid, 'SIGKILL'); });`;
    const starter = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = await once(starter.stdout, 'data');
    await gone(processIdentity(Number(pid)));
    expect(existsSync(paths.ports)).toBe(false);
  });

  it('ends quietly when who started it is gone before it listens', async () => {
    const paths = await environment([guestPort]);
    const child = startDetached('forwarder', [services.paths.environmentsDir, UUID], {
      logFile: paths.forwarderLog,
      channel: true,
    });
    const ended = once(child, 'exit');
    child.disconnect();
    expect(await ended).toEqual([0, null]);
    expect(readFileSync(paths.forwarderLog, 'utf8')).toBe('');
    expect(existsSync(paths.ports)).toBe(false);
  });

  it('that was killed is started anew, and shows no ports meanwhile', async () => {
    const paths = await environment([guestPort]);
    await startForwarder(UUID, paths, services);
    const first = await forwarder();
    process.kill(first.pid, 'SIGKILL');
    await gone(first);
    expect(await forwardsOf(UUID, paths, services)).toEqual([]);
    expect(readFileSync(paths.ports, 'utf8')).toContain('forwards');
    expect(await startForwarder(UUID, paths, services)).toBe(true);
    const [port] = await forwardsOf(UUID, paths, services);
    expect(await ask(found(port).host)).toBe('HELLO');
  });

  it('leaves the runner its own processes: it is not one of a job', async () => {
    process.env.RUNNER_TRACKING_ID = 'github_tracked';
    onTestFinished(() => {
      delete process.env.RUNNER_TRACKING_ID;
    });
    const paths = await environment([guestPort]);
    await startForwarder(UUID, paths, services);
    const { pid } = await forwarder();
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('RUNNER_TRACKING_ID');
  });
});
