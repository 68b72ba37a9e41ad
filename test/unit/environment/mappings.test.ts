import { describe, expect, it } from 'vitest';
import { withMappings } from '../../../src/environment/mappings.ts';
import { planOf } from '../../support/plan.ts';

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
