import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { makePrefix, saveSpecs } from '../../../src/environment/create.ts';
import { destroyEnvironment } from '../../../src/environment/destroy.ts';
import { undoInit, updateRecord } from '../../../src/environment/init-record.ts';
import { listRecords, type OwnerRecord, readRecord, writeRecord } from '../../../src/environment/owner.ts';
import { draftOf, prefixPaths } from '../../../src/environment/prefix.ts';
import type { Services } from '../../../src/environment/services.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { processIdentity } from '../../../src/host/process.ts';
import { createLogger, init, loadEnv } from '../../../src/index.ts';
import { DEFAULT_POOL } from '../../../src/network/pool.ts';
import { Providers } from '../../../src/providers/providers.ts';
import { domain, found, MGMT, planOf } from '../../support/plan.ts';
import { USER_KEY } from '../guest/support/ssh-server.ts';

const UUIDS = ['a'.repeat(32), 'b'.repeat(32)] as const;

let root: string;
let services: Services;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'lago-init-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  services = {
    paths: resolvePaths({ stateDir: join(root, 'state') }, {}),
    subnetPool: () => DEFAULT_POOL,
    log: createLogger(),
    providers: (setup) => new Providers(new Map(), setup),
  };
});

const prefix = () => join(root, 'work/default');

function recordOf(uuid: string): OwnerRecord {
  return {
    ...{ version: 1, uuid, createdAt: new Date().toISOString(), phase: 'creating', owner: { kind: 'workdir' } },
    ...{ worker: found(processIdentity()), prefix: prefix(), workdir: join(root, 'work') },
    ...{ imagesDir: join(root, 'images', uuid), leaseDir: services.paths.leaseDir, libvirtUrl: 'test:///default' },
    ...{ createdRoot: join(root, 'work'), started: false, domains: [], nets: [] },
  };
}

/** For an environment with one machine that exists already. */
async function initOptions() {
  await mkdir(join(root, 'work'));
  await writeFile(join(root, 'work/key'), USER_KEY.privateKey, { mode: 0o600 });
  const host = { 'vm-provider': 'ssh', address: '127.0.0.1', 'ssh-key': 'key', 'ssh-user': 'root' };
  await writeFile(join(root, 'work/LagoInitFile'), JSON.stringify({ domains: { host } }));
  return { cwd: join(root, 'work'), stateDir: join(root, 'state'), env: {} };
}

const left = () => [...readdirSync(root), ...listRecords(services.paths.environmentsDir)].sort();

describe('a prefix that two want at once', () => {
  it('is that of the first; the second leaves it alone, also when it cleans up', async () => {
    const [first, second] = UUIDS;
    const paths = prefixPaths(prefix());
    for (const uuid of UUIDS) await writeRecord(services.paths.environmentsDir, recordOf(uuid));
    const key = await makePrefix(paths, first, join(root, 'images', first));
    await expect(makePrefix(paths, second, join(root, 'images', second))).rejects.toMatchObject({
      code: 'PREFIX_EXISTS',
    });
    expect(await destroyEnvironment(second, services)).toBe(true);
    expect(readFileSync(paths.uuid, 'utf8')).toBe(first);
    expect(readFileSync(paths.publicKey, 'utf8').trim()).toBe(key);
    expect(readdirSync(join(root, 'work'))).toEqual(['default']);
    expect(await destroyEnvironment(first, services)).toBe(true);
    expect(existsSync(join(root, 'work'))).toBe(false);
  });

  it('is whole for the one whose `init` comes through', async () => {
    const options = await initOptions();
    const results = await Promise.allSettled([1, 2, 3].map(() => init(options)));
    const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failures: unknown[] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(made).toHaveLength(1);
    expect(failures).toEqual([1, 2].map(() => expect.objectContaining({ code: 'PREFIX_EXISTS' })));
    const env = await loadEnv(options);
    expect(env.uuid).toBe(made[0]?.uuid);
    expect(listRecords(services.paths.environmentsDir)).toEqual([env.uuid]);
    await env.destroy();
    expect(readdirSync(join(root, 'work')).sort()).toEqual(['LagoInitFile', 'key']);
  });

  it('that was killed before it had its name is removed from its record', async () => {
    const record = recordOf(UUIDS[0]);
    await writeRecord(services.paths.environmentsDir, record);
    await mkdir(draftOf(record), { recursive: true });
    expect(await destroyEnvironment(record.uuid, services)).toBe(true);
    expect(left()).toEqual(['state']);
  });
});

describe('an environment that is destroyed while it is being made', () => {
  it('stays destroyed: its record is not written again', async () => {
    const record = recordOf(UUIDS[0]);
    await writeRecord(services.paths.environmentsDir, record);
    await updateRecord({ ...record, domains: ['x'] }, services);
    expect(await readRecord(services.paths.environmentsDir, record.uuid)).toMatchObject({ domains: ['x'] });
    await destroyEnvironment(record.uuid, services);
    await expect(updateRecord({ ...record, phase: 'created' }, services)).rejects.toMatchObject({
      code: 'ENVIRONMENT_GONE',
      message: `the environment at ${prefix()} was destroyed while it was being made`,
    });
    expect(left()).toEqual(['state']);
  });

  it('is the reason for what fails then, and what was made after that goes too', async () => {
    const record = recordOf(UUIDS[0]);
    await writeRecord(services.paths.environmentsDir, record);
    await destroyEnvironment(record.uuid, services);
    await mkdir(record.imagesDir, { recursive: true });
    const cause = new Error('no such file');
    expect(await undoInit(cause, record, services)).toMatchObject({ code: 'ENVIRONMENT_GONE', cause });
    expect(left()).toEqual(['images', 'state']);
    expect(readdirSync(join(root, 'images'))).toEqual([]);
  });
});

it('an `init` whose caller fails to note the record leaves nothing', async () => {
  const onRecord = () => {
    throw new Error('the disk is full');
  };
  await expect(init({ ...(await initOptions()), onRecord })).rejects.toThrow('the disk is full');
  expect(readdirSync(join(root, 'work')).sort()).toEqual(['LagoInitFile', 'key']);
  expect(listRecords(services.paths.environmentsDir)).toEqual([]);
});

it('specs of which one cannot be written: nothing is written any more when that is told', async () => {
  const paths = prefixPaths(prefix());
  await mkdir(paths.virt, { recursive: true });
  const names = Array.from({ length: 40 }, (_, index) => `vm${index}`);
  const domains = Object.fromEntries(names.map((name) => [name, domain(['mgmt'])]));
  const plan = planOf({ domains, nets: { mgmt: MGMT } });
  const missing = join(root, 'missing/plan.json');
  await expect(saveSpecs(plan, { ...paths, plan: missing })).rejects.toMatchObject({ code: 'FILE_FAILED' });
  const [written, there] = [readdirSync(paths.virt).sort(), ['env', 'net-mgmt', ...names.map((name) => `vm-${name}`)]];
  expect(written).toEqual(there.sort());
});
