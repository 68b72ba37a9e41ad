import { describe, expect, test } from 'vitest';
import { domain, found, MGMT, NAT, planOf } from '../../support/plan.ts';

describe('mapping', () => {
  test('names every NIC as Lago does', () => {
    const plan = planOf({ domains: { web: domain(['mgmt', 'data', 'data']) }, nets: { mgmt: MGMT, data: NAT } });
    expect(plan.nets.get('mgmt')?.mapping).toEqual({
      web: '192.168.200.2',
      'web-eth0': '192.168.200.2',
      'web-mgmt': '192.168.200.2',
      'web-mgmt-0': '192.168.200.2',
    });
    expect(plan.nets.get('data')?.mapping).toEqual({
      'web-data': '192.168.201.2',
      'web-data-0': '192.168.201.2',
      'web-data-1': '192.168.201.3',
      'web-eth1': '192.168.201.2',
      'web-eth2': '192.168.201.3',
    });
  });

  test('counts static NICs before dynamic ones', () => {
    const plan = planOf({
      domains: { web: domain(['mgmt', 'data', { net: 'data', ip: '0.0.0.50' }]) },
      nets: { mgmt: MGMT, data: NAT },
    });
    expect(plan.nets.get('data')?.mapping).toMatchObject({
      'web-data': '192.168.201.50',
      'web-data-0': '192.168.201.50',
      'web-data-1': '192.168.201.2',
      'web-eth1': '192.168.201.2',
      'web-eth2': '192.168.201.50',
    });
  });

  test('a VM whose name begins like another is not mixed up with it (Lago counts by the beginning)', () => {
    const plan = planOf({
      domains: { a: domain(['mgmt', 'b']), 'a-b': domain(['mgmt', 'b']) },
      nets: { mgmt: MGMT, b: NAT },
    });
    const [a, ab] = ['a', 'a-b'].map((name) => found(plan.domains.get(name)));
    expect(plan.nets.get('b')?.mapping).toMatchObject({
      'a-b': a?.nics[1]?.ip,
      'a-b-0': a?.nics[1]?.ip,
      'a-b-b': ab?.nics[1]?.ip,
      'a-b-b-0': ab?.nics[1]?.ip,
    });
    // The whole environment knows the VM by its own name, and the file's author is told.
    expect(plan.nets.get('mgmt')?.mapping['a-b']).toBe(ab?.ip);
    expect(plan.nets.get('mgmt')?.dnsRecords?.['a-b']).toBe(ab?.ip);
    expect(plan.warnings).toMatchObject([{ code: 'NAME_CLASH', path: ['domains', 'a'] }]);
  });

  test('names that differ in case only are warned about, because DNS does not tell them apart', () => {
    const plan = planOf({ domains: { Web: domain(['mgmt']), web: domain(['mgmt']) }, nets: { mgmt: NAT } });
    expect(plan.warnings.map(({ code }) => code)).toContain('NAME_CLASH');
  });

  test('names too long for DNS are left out, the others stay', () => {
    const [vm, net] = ['v'.repeat(50), 'n'.repeat(40)];
    const plan = planOf({ domains: { [vm]: domain([net]) }, nets: { [net]: NAT } });
    expect(Object.keys(found(plan.nets.get(net)).mapping)).toEqual([vm, `${vm}-eth0`]);
  });
});

describe('DNS records', () => {
  test('every management network serves the names of all networks and its own records', () => {
    const nets = { a: { ...MGMT, dns_records: { extra: '10.0.0.9', 'one-eth0': '10.0.0.1' } }, b: MGMT, data: NAT };
    const plan = planOf({ domains: { one: domain(['a', 'data']), two: domain(['b']) }, nets });
    const generated = Object.assign({}, ...[...plan.nets.values()].map((net) => net.mapping));
    // What is generated wins over the file's record of the same name.
    expect(plan.nets.get('a')?.dnsRecords).toEqual({ extra: '10.0.0.9', ...generated });
    expect(plan.nets.get('b')?.dnsRecords).toEqual(generated);
    expect(plan.nets.get('data')?.dnsRecords).toBeUndefined();
    expect(generated['one-eth0']).toBe('192.168.200.2');
  });
});

describe('DHCP reservations', () => {
  test('one per address, under the first name in sorted order', () => {
    const plan = planOf({ domains: { web: domain(['mgmt', 'data', 'data']) }, nets: { mgmt: MGMT, data: NAT } });
    expect(plan.nets.get('mgmt')?.reservations).toEqual([
      { mac: '54:52:c0:a8:c8:02', ip: '192.168.200.2', name: 'web' },
    ]);
    expect(plan.nets.get('data')?.reservations).toEqual([
      { mac: '54:52:c0:a8:c9:02', ip: '192.168.201.2', name: 'web-data' },
      { mac: '54:52:c0:a8:c9:03', ip: '192.168.201.3', name: 'web-data-1' },
    ]);
  });

  test("the range is that of the file in the network's subnet", () => {
    const plan = planOf({
      domains: { vm: domain(['mgmt']) },
      nets: { mgmt: { gw: '192.168.230.1', dhcp: { start: 50, end: 60 } } },
    });
    expect(plan.nets.get('mgmt')?.dhcp).toEqual({ start: '192.168.230.50', end: '192.168.230.60' });
  });
});
