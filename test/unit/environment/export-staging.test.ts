import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { withStaging } from '../../../src/environment/export-staging.ts';
import { recordFile, writeRecord } from '../../../src/environment/owner.ts';
import type { Services } from '../../../src/environment/services.ts';
import { HostError } from '../../../src/host/errors.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { DEFAULT_POOL } from '../../../src/network/pool.ts';
import { Providers } from '../../../src/providers/providers.ts';
import { UUID } from '../../support/plan.ts';

/** Runs an export in the course of which the lock of the environment becomes unusable. */
async function exportWithoutLock<T>(body: () => Promise<T>) {
  const root = mkdtempSync(join(tmpdir(), 'lago-staging-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const warnings: string[] = [];
  const services: Services = {
    paths: resolvePaths({ stateDir: join(root, 'state') }, {}),
    subnetPool: () => DEFAULT_POOL,
    log: createLogger((event) => {
      if (event.kind === 'message' && event.level === 'warning') warnings.push(event.text);
    }),
    providers: (setup) => new Providers(new Map(), setup),
  };
  const { environmentsDir } = services.paths;
  await writeRecord(environmentsDir, {
    ...{ version: 1, uuid: UUID, createdAt: '2026-11-21T00:00:00Z', phase: 'created', owner: { kind: 'workdir' } },
    ...{ prefix: root, workdir: root, imagesDir: root, leaseDir: root, libvirtUrl: 'test:///default' },
    ...{ started: false, domains: [], nets: [] },
  });
  const lock = `${recordFile(environmentsDir, UUID)}.lock`;
  const target = join(root, 'export');
  const result = withStaging(UUID, target, services, () => {
    mkdirSync(lock);
    return body();
  });
  return { result, warnings, target, lock };
}

it('an export that was written is good, whatever keeps its end from being noted', async () => {
  const { result, warnings, target, lock } = await exportWithoutLock(async () => 'written');
  expect(await result).toBe('written');
  expect(warnings).toEqual([expect.stringContaining(`the owner record still names the export: cannot open the lock`)]);
  expect(warnings[0]).toContain(lock);
  expect(existsSync(target)).toBe(false);
});

it('an export that failed says why, whatever keeps its end from being noted', async () => {
  const { result } = await exportWithoutLock(() => Promise.reject(new HostError('DISK_FULL', 'no room left')));
  await expect(result).rejects.toMatchObject({ code: 'DISK_FULL' });
});
