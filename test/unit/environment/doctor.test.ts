import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkDirectories, checkSpace } from '../../../src/environment/doctor-directories.ts';
import { checkEnvironments, checkSubnets, natBridges } from '../../../src/environment/doctor-state.ts';
import { type OwnerRecord, writeRecord } from '../../../src/environment/owner.ts';
import { savePlan } from '../../../src/environment/plan-store.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import type { Services } from '../../../src/environment/services.ts';
import { parseSubnet } from '../../../src/host/ipv4.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { hostSubnets } from '../../../src/network/host-subnets.ts';
import { DEFAULT_POOL, takerOf } from '../../../src/network/pool.ts';
import type { ImageAccess } from '../../../src/providers/provider.ts';
import { domain, found, MGMT, NAT, planOf } from '../../support/plan.ts';

const GIB = 1024 ** 3;

let directory: string;
let services: Services;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-doctor-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  services = {
    paths: resolvePaths({ stateDir: join(directory, 'state') }, {}),
    log: createLogger(),
    subnetPool: () => DEFAULT_POOL,
    providers: () => {
      throw new Error('no provider is needed for this');
    },
  };
});

describe('checkSpace', () => {
  it.each([
    [100 * GIB, 'ok'],
    [5 * GIB, 'ok'],
    [5 * GIB - 1, 'warning'],
    [GIB, 'warning'],
    [GIB - 1, 'error'],
    [0, 'error'],
  ] as const)('%d bytes: %s', async (free, status) => {
    const check = await checkSpace('disk space', '/srv', async () => free);
    expect(check).toMatchObject({ status, detail: `${(free / GIB).toFixed(1)} GiB are free at /srv` });
    expect(check.fix !== undefined).toBe(status !== 'ok');
  });

  it('looks at the file system on which a directory would be made', async () => {
    const check = await checkSpace('disk space', join(directory, 'not/yet/there'));
    expect(check.detail).toContain(join(directory, 'not/yet/there'));
  });
});

describe('checkDirectories', () => {
  const reachable = async (): Promise<ImageAccess> => ({ reachable: true });
  const closed = (...closedPlaces: readonly string[]) => ({
    imageAccess: async (place: string): Promise<ImageAccess> =>
      closedPlaces.some((start) => place.startsWith(start))
        ? { reachable: false, directory: '/home/me', user: 'libvirt-qemu' }
        : { reachable: true },
  });

  async function check(name: string, provider: Parameters<typeof checkDirectories>[1]) {
    const checks = await checkDirectories({ cwd: join(directory, 'project'), services }, provider);
    return checks.find((entry) => entry.name === name);
  }

  it('is content when everything can be reached', async () => {
    const checks = await checkDirectories({ cwd: directory, services }, { imageAccess: reachable });
    expect(checks.filter(({ name }) => !name.startsWith('disk space')).map(({ status }) => status)).toEqual(
      Array.from({ length: 4 }, () => 'ok'),
    );
  });

  it('says which directory keeps QEMU from the templates, and how to open it', async () => {
    expect(await check('template store', closed(join(directory, 'state/store')))).toMatchObject({
      status: 'error',
      detail: expect.stringContaining('QEMU, which runs as libvirt-qemu, has no search permission (x) on /home/me'),
      fix: expect.stringContaining('setfacl -m u:libvirt-qemu:x /home/me'),
    });
  });

  it('is content with the image pool when the workdir is closed to QEMU', async () => {
    expect(await check('disk images', closed(join(directory, 'project')))).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining(`disks will be in ${services.paths.imagesDir}`),
    });
  });

  it('fails when neither can be used', async () => {
    expect(await check('disk images', closed(directory))).toMatchObject({
      status: 'error',
      fix: expect.stringContaining('setfacl'),
    });
  });

  it('finds directories that cannot be made', async () => {
    writeFileSync(join(directory, 'state'), 'a file');
    expect(await check('state directory', { imageAccess: reachable })).toMatchObject({
      status: 'error',
      detail: `${join(directory, 'state')} cannot be written by this user`,
      fix: expect.stringContaining('LAGO_STATE_DIR'),
    });
  });
});

describe('checkSubnets', () => {
  function lease(octets: readonly number[]): void {
    const uuidPath = join(directory, 'uuid');
    writeFileSync(uuidPath, 'f'.repeat(32));
    mkdirSync(services.paths.leaseDir, { recursive: true });
    for (const octet of octets) {
      writeFileSync(join(services.paths.leaseDir, `${octet}.lease`), JSON.stringify([uuidPath, 'f'.repeat(32)]));
    }
  }

  const all = Array.from({ length: 56 }, (_, index) => 200 + index);

  it('is content with many', async () => {
    const [check] = await checkSubnets(services);
    expect(check).toMatchObject({ status: 'ok' });
    expect(check?.fix).toBe(undefined);
  });

  it('warns of few, and fails without any', async () => {
    const pool = { ranges: DEFAULT_POOL, taken: await hostSubnets() };
    const kept = all.find((octet) => takerOf(pool, found(parseSubnet(`192.168.${octet}.0/24`))) === undefined);
    lease(all.filter((octet) => octet !== kept));
    expect(await checkSubnets(services)).toMatchObject([
      { status: 'warning', detail: expect.stringMatching(/^1 of the 56 /), fix: expect.stringContaining('lago reap') },
    ]);
    lease(all);
    expect(await checkSubnets(services)).toMatchObject([{ status: 'error', detail: expect.stringMatching(/^0 of /) }]);
  });
});

describe('environments', () => {
  function record(uuid: string, parts: Partial<OwnerRecord> = {}): Promise<void> {
    const prefix = join(directory, uuid.slice(0, 2));
    mkdirSync(prefix);
    writeFileSync(join(prefix, 'uuid'), uuid);
    return writeRecord(services.paths.environmentsDir, {
      version: 1,
      uuid,
      createdAt: '2026-01-01T00:00:00Z',
      phase: 'created',
      owner: { kind: 'workdir' },
      prefix,
      workdir: directory,
      imagesDir: join(prefix, 'images'),
      leaseDir: services.paths.leaseDir,
      libvirtUrl: 'test:///default',
      started: false,
      domains: [],
      nets: [],
      ...parts,
    });
  }

  it('have bridges whose machines should get out, and others', async () => {
    const uuid = 'a'.repeat(32);
    await record(uuid);
    await record('b'.repeat(32));
    const prefix = join(directory, 'aa');
    const nets = { mgmt: MGMT, closed: { ...NAT, isolated: true }, office: { type: 'bridge' } };
    const plan = planOf({ domains: { vm: domain(['mgmt']) }, nets }, { uuid, prefix });
    const { plan: file } = prefixPaths(prefix);
    mkdirSync(dirname(file), { recursive: true });
    await savePlan(file, plan);
    expect(await natBridges(services)).toEqual(['virbr0', found(plan.nets.get('mgmt')).bridge]);
  });

  it('are counted', async () => {
    expect(await checkEnvironments(services)).toEqual([
      { name: 'environments', status: 'ok', detail: '0 on this host' },
    ]);
    await record('a'.repeat(32));
    expect(await checkEnvironments(services)).toEqual([
      { name: 'environments', status: 'ok', detail: '1 on this host' },
    ]);
  });

  it('are found when nobody owns them, and when their records cannot be read', async () => {
    await record('a'.repeat(32));
    await record('b'.repeat(32), { expiresAt: '2026-01-02T00:00:00Z' });
    const broken = join(services.paths.environmentsDir, `${'c'.repeat(32)}.json`);
    writeFileSync(broken, '{');
    chmodSync(broken, 0o600);
    expect(await checkEnvironments(services)).toEqual([
      { name: 'environments', status: 'ok', detail: '3 on this host, see below' },
      {
        name: `environment ${'b'.repeat(32)}`,
        status: 'warning',
        detail: `left over from ${join(directory, 'bb')}: it expired at 2026-01-02T00:00:00Z`,
        fix: 'Run `lago reap`.',
      },
      {
        name: `environment ${'c'.repeat(32)}`,
        status: 'warning',
        detail: expect.stringContaining(broken),
        fix: expect.stringContaining(broken),
      },
    ]);
  });
});
