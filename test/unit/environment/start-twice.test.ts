import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it, onTestFinished, vi } from 'vitest';
import { Environment } from '../../../src/environment/environment.ts';
import { readRecord, writeRecord } from '../../../src/environment/owner.ts';
import { savePlan } from '../../../src/environment/plan-store.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import type { Services } from '../../../src/environment/services.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { DEFAULT_POOL } from '../../../src/network/pool.ts';
import { Providers } from '../../../src/providers/providers.ts';
import { domain, MGMT, planOf } from '../../support/plan.ts';
import { FakeProvider } from '../../support/provider.ts';

const started = vi.hoisted(() => [] as string[]);

vi.mock('../../../src/host/detached.ts', () => ({
  startDetached: (name: string) => {
    started.push(name);
    return { pid: process.pid };
  },
}));

it('an environment that is started twice at once gets one watchdog, and each machine is started once', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lago-start-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const paths = prefixPaths(join(root, 'default'));
  const place = { prefix: paths.root, imagesDir: paths.images };
  const plan = planOf({ domains: { web: domain(['mgmt']) }, nets: { mgmt: MGMT } }, place);
  const provider = new FakeProvider('local-libvirt');
  provider.host = { acceleration: 'tcg', arch: 'x86_64' };
  const services: Services = {
    paths: resolvePaths({ stateDir: join(root, 'state') }, {}),
    subnetPool: () => DEFAULT_POOL,
    log: createLogger(),
    providers: (setup) => new Providers(new Map([['local-libvirt', () => provider]]), setup),
  };
  for (const directory of [paths.virt, paths.logs]) await mkdir(directory, { recursive: true });
  await savePlan(paths.plan, plan);
  const common = { leaseDir: services.paths.leaseDir, libvirtUrl: 'test:///default', imagesDir: paths.images };
  await writeRecord(services.paths.environmentsDir, {
    ...{ version: 1, uuid: plan.uuid, createdAt: '2026-11-21T00:00:00Z', phase: 'created', owner: { kind: 'workdir' } },
    ...{ ...common, expiresAt: '2126-11-21T00:00:00Z', prefix: paths.root, workdir: root, started: false },
    ...{ domains: [], nets: [] },
  });
  // As two processes that have loaded it.
  const environments = [1, 2, 3].map(() => new Environment(plan, paths, common, services));
  await Promise.all(environments.map((env) => env.start({ wait: false })));
  expect(started).toEqual(['watchdog']);
  expect(provider.calls).toEqual(['start net mgmt', 'start web']);
  const record = await readRecord(services.paths.environmentsDir, plan.uuid);
  expect(record).toMatchObject({ started: true, watchdog: { pid: process.pid } });
});
