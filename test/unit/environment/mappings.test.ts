import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addMappings, withMappings } from '../../../src/environment/mappings.ts';
import { recordFile } from '../../../src/environment/owner.ts';
import { loadPlan, savePlan } from '../../../src/environment/plan-store.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import type { Services } from '../../../src/environment/services.ts';
import { createLogger } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';
import { DEFAULT_POOL } from '../../../src/network/pool.ts';
import { Providers } from '../../../src/providers/providers.ts';
import { planOf } from '../../support/plan.ts';
import { FakeProvider } from '../../support/provider.ts';

const plan = planOf({
  domains: {
    web: {
      memory: 64,
      nics: [{ net: 'mgmt' }, { net: 'data' }],
      disks: [{ name: 'root', type: 'template', template_name: 'debian12', dev: 'vda', format: 'qcow2' }],
    },
  },
  nets: { mgmt: { type: 'nat', management: true }, data: { type: 'nat' } },
});

it('adds names to the one network, and to the DNS of the management network', () => {
  const { nets } = withMappings(plan, 'data', { store: '192.168.201.9' });
  expect(nets.get('data')?.mapping).toMatchObject({ store: '192.168.201.9', 'web-data': expect.any(String) });
  expect(nets.get('mgmt')?.mapping).not.toHaveProperty('store');
  expect(nets.get('mgmt')?.dnsRecords).toMatchObject({ store: '192.168.201.9', web: expect.any(String) });
  expect(nets.get('mgmt')?.spec).toMatchObject({ dns_records: { store: '192.168.201.9' } });
  expect(nets.get('data')?.spec).toMatchObject({ mapping: { store: '192.168.201.9' } });
  expect(plan.nets.get('data')?.mapping).not.toHaveProperty('store');
});

it('changes of several callers at once are all kept: each takes the lock and reads what the others have saved', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'lago-mappings-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const providers = (setup: ConstructorParameters<typeof Providers>[1]) =>
    new Providers(new Map([['local-libvirt', () => new FakeProvider('local-libvirt')]]), setup);
  const services: Services = {
    paths: resolvePaths({ stateDir: join(directory, 'state') }, {}),
    log: createLogger(),
    subnetPool: () => DEFAULT_POOL,
    providers,
  };
  const paths = prefixPaths(join(directory, 'prefix'));
  const record = recordFile(services.paths.environmentsDir, plan.uuid);
  for (const path of [paths.virt, dirname(record)]) await mkdir(path, { recursive: true });
  await savePlan(paths.plan, plan);
  // Every caller has the plan as it was at first.
  const parts = { plan, paths, providers: providers({ libvirtUrl: 'test:///default' }) };
  const names = Array.from({ length: 6 }, (_, index) => `name${index}`);
  await Promise.all(names.map((name, index) => addMappings(parts, 'data', { [name]: `192.0.2.${index}` }, services)));
  const saved = await loadPlan(paths.plan);
  expect(Object.keys(saved.nets.get('data')?.mapping ?? {})).toEqual(expect.arrayContaining(names));
  const spec = JSON.parse(readFileSync(join(paths.virt, 'net-data'), 'utf8'));
  expect(Object.keys(spec.mapping)).toEqual(expect.arrayContaining(names));
  expect(readdirSync(paths.virt).sort()).toEqual(['net-data', 'net-mgmt', 'plan.json']);
  expect(existsSync(`${record}.lock`)).toBe(false);
}, 60_000);

it('takes the same mapping again', () => {
  const ip = plan.nets.get('mgmt')?.mapping.web ?? '';
  expect(withMappings(plan, 'mgmt', { web: ip }).nets.get('mgmt')?.mapping).toEqual(plan.nets.get('mgmt')?.mapping);
});

describe('refuses', () => {
  it.each([
    ['', '192.0.2.1'],
    ['a b', '192.0.2.1'],
    ['-a', '192.0.2.1'],
    ['a..b', '192.0.2.1'],
    ["a'/>", '192.0.2.1'],
    ['x'.repeat(64), '192.0.2.1'],
    ['a', '192.0.2'],
    ['a', 'fd00::1'],
    ['a', ''],
  ])('%j: %j', (name, ip) => {
    expect(() => withMappings(plan, 'mgmt', { [name]: ip })).toThrow(
      expect.objectContaining({ code: 'MAPPING_INVALID' }),
    );
  });

  it('a name that another address has', () => {
    expect(() => withMappings(plan, 'data', { web: '192.0.2.1' })).toThrow(
      expect.objectContaining({ code: 'MAPPING_TAKEN' }),
    );
  });
});
