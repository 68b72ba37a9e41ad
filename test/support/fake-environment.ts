import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Environment } from '../../src/environment/environment.ts';
import { type OwnerRecord, recordFile, writeRecord } from '../../src/environment/owner.ts';
import { savePlan } from '../../src/environment/plan-store.ts';
import { prefixPaths } from '../../src/environment/prefix.ts';
import type { Services } from '../../src/environment/services.ts';
import { createLogger, type LogLevel } from '../../src/host/log.ts';
import { resolvePaths } from '../../src/host/paths.ts';
import { DEFAULT_POOL } from '../../src/network/pool.ts';
import { Providers } from '../../src/providers/providers.ts';
import { domain, MGMT, planOf } from './plan.ts';
import type { FakeProvider } from './provider.ts';

/**
 * An environment on disk with one machine, `web`, and one network, `mgmt`, that a provider of the test pretends to run. Goes
 * with the test.
 *
 * @param more in its owner record than usual.
 */
export async function fakeEnvironment(provider: FakeProvider, more: Partial<OwnerRecord> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'lago-fake-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const paths = prefixPaths(join(root, 'work/default'));
  const place = { prefix: paths.root, imagesDir: paths.images };
  const plan = planOf({ domains: { web: domain(['mgmt']) }, nets: { mgmt: MGMT } }, place);
  provider.host = { acceleration: 'tcg', arch: 'x86_64' };
  const messages: { readonly level: LogLevel; readonly text: string }[] = [];
  const services: Services = {
    paths: resolvePaths({ stateDir: join(root, 'state') }, {}),
    subnetPool: () => DEFAULT_POOL,
    log: createLogger((event) => {
      if (event.kind === 'message') messages.push({ level: event.level, text: event.text });
    }),
    providers: (setup) => new Providers(new Map([['local-libvirt', () => provider]]), setup),
  };
  const { environmentsDir, leaseDir } = services.paths;
  const record: OwnerRecord = {
    ...{ version: 1, uuid: plan.uuid, createdAt: new Date().toISOString(), phase: 'created' },
    ...{ owner: { kind: 'workdir' }, ...place, workdir: join(root, 'work'), leaseDir, libvirtUrl: 'test:///default' },
    ...{ started: false, domains: [], nets: [] },
    ...more,
  };
  for (const directory of [paths.virt, paths.logs, leaseDir]) await mkdir(directory, { recursive: true });
  await savePlan(paths.plan, plan);
  await writeRecord(environmentsDir, record);
  /** The environment as one more process sees it. */
  const open = () => new Environment(plan, paths, record, services);
  const texts = (level: LogLevel) => messages.filter((message) => message.level === level).map(({ text }) => text);
  return { root, env: open(), open, paths, services, texts, recordFile: recordFile(environmentsDir, plan.uuid) };
}
