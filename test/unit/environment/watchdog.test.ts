import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { destroyEnvironment } from '../../../src/environment/destroy.ts';
import type { OwnerRecord } from '../../../src/environment/owner.ts';
import type { Services } from '../../../src/environment/services.ts';
import { startWatchdog } from '../../../src/environment/watchdog.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { isSameProcess } from '../../../src/host/process.ts';
import { DEFAULT_POOL } from '../../../src/network/pool.ts';
import { UUID } from '../../support/plan.ts';

let directory: string;
let services: Services;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-watchdog-'));
  services = {
    paths: resolvePaths({ stateDir: join(directory, 'state') }, {}),
    log: createLogger(),
    subnetPool: () => DEFAULT_POOL,
    providers: () => {
      throw new Error('no provider is needed for this');
    },
  };
});
afterEach(() => rmSync(directory, { recursive: true }));

function record(): OwnerRecord {
  return {
    version: 1,
    uuid: UUID,
    createdAt: '2026-11-20T00:00:00Z',
    phase: 'created',
    owner: { kind: 'workdir' },
    expiresAt: '2126-11-20T00:00:00Z',
    prefix: join(directory, 'prefix'),
    workdir: join(directory, 'prefix'),
    imagesDir: join(directory, 'prefix'),
    leaseDir: services.paths.leaseDir,
    libvirtUrl: 'test:///default',
    started: false,
    domains: [],
    nets: [],
  };
}

it('a watchdog that cannot be started is an error, with the place where it would say why', async () => {
  const node = process.execPath;
  onTestFinished(() => {
    process.execPath = node;
  });
  process.execPath = join(directory, 'no-node');
  const logFile = join(directory, 'watchdog.log');
  await expect(startWatchdog(record(), logFile, services)).rejects.toMatchObject({
    code: 'WATCHDOG_FAILED',
    hint: `See ${logFile}.`,
  });
  expect(readdirSync(directory)).toEqual(['watchdog.log']);
});

it('an environment that was destroyed has no watchdog any more', async () => {
  mkdirSync(services.paths.environmentsDir, { recursive: true });
  const { watchdog } = await startWatchdog(record(), join(directory, 'watchdog.log'), services);
  expect(watchdog && isSameProcess(watchdog)).toBe(true);
  await destroyEnvironment(UUID, services);
  expect(watchdog && isSameProcess(watchdog)).toBe(false);
});
