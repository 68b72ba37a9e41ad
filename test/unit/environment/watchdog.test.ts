import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { destroyEnvironment, destroyOrphan } from '../../../src/environment/destroy.ts';
import { withEnvironmentLock } from '../../../src/environment/environment-lock.ts';
import { isWanted } from '../../../src/environment/forwarder.ts';
import { type OwnerRecord, orphanReason, recordFile, writeRecord } from '../../../src/environment/owner.ts';
import type { Services } from '../../../src/environment/services.ts';
import { startWatchdog, watch } from '../../../src/environment/watchdog.ts';
import { HostError, StateError } from '../../../src/host/errors.ts';
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

it('a watchdog goes on when it cannot look at the record', async () => {
  mkdirSync(recordFile(services.paths.environmentsDir, UUID), { recursive: true });
  const failed = Promise.withResolvers<string>();
  const log = createLogger((event) => {
    if (event.kind === 'message' && event.level === 'error') failed.resolve(event.text);
  });
  const ended = watch(UUID, { ...services, log }).then(() => 'ended');
  expect(await Promise.race([failed.promise, ended])).toMatch(
    new RegExp(`^environment ${UUID} could not be looked at: `),
  );
});

it('a forwarder goes on when it cannot look at the record', async () => {
  const failing = (error: Error) => isWanted(() => Promise.reject(error));
  expect(await failing(new HostError('FILE_FAILED', 'too many open files'))).toBe(true);
  await expect(failing(new StateError('FILE_BROKEN', 'no JSON'))).rejects.toMatchObject({ code: 'FILE_BROKEN' });
});

it('a directory is gone when it is not there, not when it cannot be read', () => {
  const at = (name: string) => orphanReason({ ...record(), prefix: join(directory, name) });
  expect(at('nowhere')).toBe(`its directory ${join(directory, 'nowhere')} is gone`);
  // Another error than "not there", for root as well.
  expect(at('n'.repeat(300))).toBeUndefined();
});

it('an environment whose directory came back before its turn is left alone', async () => {
  await writeRecord(services.paths.environmentsDir, record());
  const [held, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const other = withEnvironmentLock(UUID, services, async () => {
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const done = destroyOrphan(UUID, services);
  mkdirSync(record().prefix);
  writeFileSync(join(record().prefix, 'uuid'), UUID);
  release.resolve();
  await other;
  expect(await done).toBe(false);
  expect(existsSync(record().prefix)).toBe(true);
});

it('an environment that was destroyed has no watchdog any more', async () => {
  mkdirSync(services.paths.environmentsDir, { recursive: true });
  const { watchdog } = await startWatchdog(record(), join(directory, 'watchdog.log'), services);
  expect(watchdog && isSameProcess(watchdog)).toBe(true);
  await destroyEnvironment(UUID, services);
  expect(watchdog && isSameProcess(watchdog)).toBe(false);
});
