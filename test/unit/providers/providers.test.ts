import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { objectsOf } from '../../../src/environment/create.ts';
import { destroyEnvironment } from '../../../src/environment/destroy.ts';
import { objectsByProvider, readRecord, writeRecord } from '../../../src/environment/owner.ts';
import type { Services } from '../../../src/environment/services.ts';
import { bringDown, bringUp } from '../../../src/environment/start.ts';
import { ToolError } from '../../../src/host/errors.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { DEFAULT_POOL } from '../../../src/network/pool.ts';
import type { VmProvider } from '../../../src/providers/provider.ts';
import { Providers } from '../../../src/providers/providers.ts';
import { SshProvider } from '../../../src/providers/ssh/provider.ts';
import { domain, MGMT, planOf, UUID } from '../../support/plan.ts';
import { FakeProvider } from '../../support/provider.ts';

const SSH = new SshProvider();
const CONTEXT = { log: createLogger() };
const MIXED = planOf(
  {
    nets: { mgmt: MGMT },
    domains: { web: domain(['mgmt']), db: domain(['mgmt'], { 'vm-provider': 'other' }) },
  },
  { providerNames: ['local-libvirt', 'other'] },
);

let libvirt: FakeProvider;
let other: FakeProvider;
let providers: Providers;

beforeEach(() => {
  [libvirt, other] = [new FakeProvider('local-libvirt'), new FakeProvider('other')];
  const factories = [libvirt, other].map((provider) => [provider.name, () => provider] as const);
  providers = new Providers(new Map(factories), { libvirtUrl: 'test:///default' });
});

function services(more: Partial<Services> = {}): Services {
  const directory = mkdtempSync(join(tmpdir(), 'lago-providers-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const paths = resolvePaths({ stateDir: directory }, {});
  return { paths, subnetPool: () => DEFAULT_POOL, ...CONTEXT, providers: () => providers, ...more };
}

describe('an environment with machines of two providers', () => {
  it('starts and stops each machine by its own provider, networks by local-libvirt', async () => {
    const [domains, nets] = [[...MIXED.domains.values()], [...MIXED.nets.values()]];
    await bringUp(MIXED, domains, nets, providers, services(), { nets: [], domains: [] });
    expect(await providers.states(MIXED, CONTEXT)).toEqual(
      new Map([
        ['web', 'running'],
        ['db', 'running'],
      ]),
    );
    expect(await providers.netsUp(MIXED, CONTEXT)).toEqual(new Set(['mgmt']));
    await bringDown(MIXED, domains, providers, services());
    expect(libvirt.calls).toEqual(['start net mgmt', 'start web', 'stop web', 'stop net mgmt']);
    expect(other.calls).toEqual(['start db', 'stop db']);
  });

  it('is described in parts', () => {
    expect(providers.describe(MIXED)).toEqual({
      nets: new Map([['mgmt', 'mgmt by local-libvirt']]),
      domains: new Map([
        ['web', 'web by local-libvirt'],
        ['db', 'db by other'],
      ]),
    });
  });

  it('takes its facts from the provider that has a host', async () => {
    other.host = { acceleration: 'tcg', arch: 'x86_64' };
    expect(await providers.facts(['local-libvirt', 'other', 'unknown'], 'auto', CONTEXT)).toEqual(other.host);
  });

  it('can only use a directory that every provider reaches', async () => {
    other.access = { reachable: false, directory: '/root', user: 'qemu' };
    expect(await providers.imageAccess(['local-libvirt'], '/root/x')).toEqual({ reachable: true });
    expect(await providers.imageAccess(['local-libvirt', 'other'], '/root/x')).toEqual(other.access);
  });
});

describe('a provider that does little', () => {
  const { name, start, stop, states, destroy } = SSH;
  const least: VmProvider = { name, start, stop, states, destroy };
  const little = new Providers(new Map([['ssh', () => least]]), { libvirtUrl: 'test:///default' });
  const box = { name: 'box', vmProvider: 'ssh' };

  it('is asked for nothing else', async () => {
    const only = planOf({ domains: { box: { 'vm-provider': 'ssh', address: 'box', 'ssh-password': 'x' } } });
    const [planned] = [...only.domains.values()];
    expect(little.describe(only)).toEqual({ nets: new Map(), domains: new Map() });
    expect(await little.facts(['ssh'], 'auto', CONTEXT)).toEqual({ acceleration: 'kvm', arch: 'x86_64' });
    expect(await little.imageAccess(['ssh'], '/x')).toEqual({ reachable: true });
    expect(await little.netsUp(only, CONTEXT)).toEqual(new Set());
    expect(planned && (await little.addresses(planned, CONTEXT))).toEqual(new Map());
    expect(planned && (await little.diagnostics(planned, '/x', CONTEXT))).toMatchObject({
      serialLog: { missing: 'the provider ssh has none' },
    });
    await little.check(only, CONTEXT);
    expect(little.hasPlaces(only)).toBe(false);
  });

  it('is named with the machine and what it cannot do', () => {
    expect(() => little.able(box, 'snapshots', 'take a snapshot')).toThrowError(
      expect.objectContaining({
        code: 'OPERATION_UNSUPPORTED',
        message: 'VM box: the provider ssh cannot take a snapshot',
        exitCode: 2,
      }),
    );
  });
});

describe('a provider that does not exist', () => {
  it('is named, with those that there are', () => {
    expect(() => providers.of({ vmProvider: 'cloud' })).toThrowError('there is no VM provider cloud (any more)');
    expect(() => providers.of({ vmProvider: 'cloud' })).toThrowError(
      expect.objectContaining({ code: 'PROVIDER_UNKNOWN', hint: expect.stringContaining('local-libvirt, other') }),
    );
  });
});

describe('the owner record', () => {
  const record = {
    version: 1 as const,
    uuid: UUID,
    createdAt: new Date(0).toISOString(),
    phase: 'created' as const,
    owner: { kind: 'workdir' as const },
    prefix: '/nonexistent/.lago/default',
    workdir: '/nonexistent/.lago',
    imagesDir: '/nonexistent/.lago/default/images',
    leaseDir: join(tmpdir(), 'no-leases'),
    libvirtUrl: 'test:///default',
    started: true,
  };
  const nets = [expect.objectContaining({ name: 'mgmt', type: 'nat' })];

  it('has what each provider must remove', () => {
    const objects = objectsByProvider({ ...record, ...objectsOf(MIXED) });
    expect(Object.fromEntries(objects)).toEqual({
      'local-libvirt': { uuid: UUID, domains: ['0a1b2c3d-web'], nets },
      other: { uuid: UUID, domains: ['0a1b2c3d-db'], nets: [] },
    });
  });

  it('has the TPMs that libvirt must forget', async () => {
    const plan = planOf({
      nets: { mgmt: MGMT },
      domains: { web: domain(['mgmt'], { tpm: true }), db: domain(['mgmt']) },
    });
    const tpms = [{ libvirtName: '0a1b2c3d-web', uuid: plan.domains.get('web')?.uuid }];
    expect(objectsByProvider({ ...record, ...objectsOf(plan) }).get('local-libvirt')).toMatchObject({ tpms });
    const { paths } = services();
    await writeRecord(paths.environmentsDir, { ...record, ...objectsOf(plan) });
    expect(await readRecord(paths.environmentsDir, UUID)).toMatchObject({ tpms });
  });

  it('of an older version belongs to local-libvirt as a whole', async () => {
    const { providers: _none, ...old } = objectsOf(MIXED);
    const { paths } = services();
    await writeRecord(paths.environmentsDir, { ...record, ...old });
    const read = await readRecord(paths.environmentsDir, UUID);
    expect(read && Object.fromEntries(objectsByProvider(read))).toEqual({
      'local-libvirt': { uuid: UUID, domains: ['0a1b2c3d-web', '0a1b2c3d-db'], nets },
    });
  });

  it('is enough to remove what every provider has', async () => {
    const parts = services();
    await writeRecord(parts.paths.environmentsDir, { ...record, ...objectsOf(MIXED) });
    expect(await destroyEnvironment(UUID, parts)).toBe(true);
    expect([libvirt, other].map(({ destroyed }) => destroyed.flatMap(({ domains }) => domains))).toEqual([
      ['0a1b2c3d-web'],
      ['0a1b2c3d-db'],
    ]);
    expect(await readRecord(parts.paths.environmentsDir, UUID)).toBeUndefined();
  });

  it('stays when one provider cannot be reached, after the others have removed theirs', async () => {
    const parts = services();
    await writeRecord(parts.paths.environmentsDir, { ...record, ...objectsOf(MIXED) });
    libvirt.destroy = () => Promise.reject(new ToolError('TOOL_FAILED', 'no answer'));
    await expect(destroyEnvironment(UUID, parts)).rejects.toThrow('no answer');
    expect(other.destroyed).toHaveLength(1);
    expect(await readRecord(parts.paths.environmentsDir, UUID)).toMatchObject({ phase: 'destroying' });
  });
});
