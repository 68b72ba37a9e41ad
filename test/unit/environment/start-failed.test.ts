import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { destroyEnvironment } from '../../../src/environment/destroy.ts';
import { Environment } from '../../../src/environment/environment.ts';
import { type OwnerRecord, recordFile, writeRecord } from '../../../src/environment/owner.ts';
import { savePlan } from '../../../src/environment/plan-store.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import type { Services } from '../../../src/environment/services.ts';
import { GuestError, ToolError } from '../../../src/host/errors.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { DEFAULT_POOL } from '../../../src/network/pool.ts';
import { Providers } from '../../../src/providers/providers.ts';
import { domain, MGMT, planOf } from '../../support/plan.ts';
import { FakeProvider } from '../../support/provider.ts';

afterEach(() => void vi.useRealTimers());

/** A provider whose machine does not start, and cannot always be stopped. */
class BrokenProvider extends FakeProvider {
  onStop: () => void | Promise<void> = () => {};

  override async start(): Promise<void> {
    throw new ToolError('TOOL_FAILED', 'no such emulator');
  }

  override async stop({ name }: { readonly name: string }): Promise<void> {
    this.calls.push(`stop ${name}`);
    await this.onStop();
  }
}

async function setUp() {
  const root = mkdtempSync(join(tmpdir(), 'lago-start-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const paths = prefixPaths(join(root, 'work/default'));
  const plan = planOf(
    { domains: { web: domain(['mgmt']) }, nets: { mgmt: MGMT } },
    { prefix: paths.root, imagesDir: paths.images },
  );
  const provider = new BrokenProvider('local-libvirt');
  provider.host = { acceleration: 'tcg', arch: 'x86_64' };
  const errors: string[] = [];
  const services: Services = {
    paths: resolvePaths({ stateDir: join(root, 'state') }, {}),
    subnetPool: () => DEFAULT_POOL,
    log: createLogger((event) => {
      if (event.kind === 'message' && event.level === 'error') errors.push(event.text);
    }),
    providers: (setup) => new Providers(new Map([['local-libvirt', () => provider]]), setup),
  };
  const record: OwnerRecord = {
    ...{ version: 1, uuid: plan.uuid, createdAt: new Date().toISOString(), phase: 'created' },
    ...{ owner: { kind: 'workdir' }, prefix: paths.root, workdir: join(root, 'work'), imagesDir: paths.images },
    ...{ leaseDir: services.paths.leaseDir, libvirtUrl: 'test:///default', started: false, domains: [], nets: [] },
  };
  for (const directory of [paths.virt, paths.logs, services.paths.leaseDir])
    await mkdir(directory, { recursive: true });
  await savePlan(paths.plan, plan);
  await writeRecord(services.paths.environmentsDir, record);
  const env = new Environment(plan, paths, record, services);
  const file = recordFile(services.paths.environmentsDir, plan.uuid);
  return { env, provider, errors, services, file };
}

describe('a start that fails', () => {
  it('says why, also when the time is up before everything is taken down again', async () => {
    const { env, provider } = await setUp();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    provider.onStop = () => void vi.advanceTimersByTime(60_000);
    await expect(env.start({ timeout: 60 })).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(provider.calls).toEqual(['start net mgmt', 'stop web', 'stop net mgmt']);
  });

  it('says why, also when something cannot be taken down; that is in the log', async () => {
    const { env, provider, errors } = await setUp();
    provider.onStop = () => Promise.reject(new ToolError('LIBVIRT_FAILED', 'libvirt hangs'));
    await expect(env.start()).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(errors).toEqual(['undoing it failed as well: libvirt hangs']);
  });

  it('says why, also when there is no evidence to be had', async () => {
    const { env, provider } = await setUp();
    provider.start = async () => {};
    provider.diagnostics = () => Promise.reject(new ToolError('LIBVIRT_FAILED', 'libvirt hangs'));
    vi.spyOn(env.vm('web'), 'waitForSsh').mockRejectedValue(new GuestError('SSH_TIMEOUT', 'no answer'));
    await expect(env.start()).rejects.toMatchObject({ code: 'SSH_TIMEOUT', message: 'no answer' });
  });

  it('leaves an environment alone that is destroyed meanwhile', async () => {
    const { env, provider, errors, services, file } = await setUp();
    let destroyed: Promise<boolean> | undefined;
    provider.start = async () => {
      // Waits for us, and then one of us has nothing left to do.
      destroyed = destroyEnvironment(env.uuid, services);
      throw new ToolError('TOOL_FAILED', 'no such emulator');
    };
    await expect(env.start()).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(await destroyed).toBe(true);
    expect(errors).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });
});
