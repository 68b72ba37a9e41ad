import { describe, expect, test } from 'vitest';
import { HostError } from '../../../src/host/errors.ts';
import { parseSubnet } from '../../../src/host/ipv4.ts';
import { domain, found, MGMT, NAT, planOf, pool, problemsOf, UUID } from '../../support/plan.ts';

const vm = { vm: domain(['mgmt']) };

describe('management network', () => {
  test('the marked one is taken, and gets the default DNS domain', () => {
    const plan = planOf({ domains: vm, nets: { data: NAT, mgmt: MGMT } });
    expect(plan.nets.get('mgmt')).toMatchObject({ management: true, dnsDomainName: 'lago.local' });
    expect(plan.nets.get('data')).toMatchObject({ management: false });
    expect(plan.nets.get('data')?.dnsDomainName).toBeUndefined();
  });

  test('without a mark the alphabetically first is promoted, whatever the order of the file', () => {
    const plan = planOf({ domains: { vm: domain(['Zulu']) }, nets: { zeta: NAT, alpha: NAT, Zulu: NAT, beta: NAT } });
    // Capitals sort before small letters, as in Lago.
    expect([...plan.nets.values()].filter((net) => net.management).map((net) => net.name)).toEqual(['Zulu']);
  });

  test('a domain touching several is refused, one per domain is fine', () => {
    const nets = { a: MGMT, b: MGMT, c: NAT };
    const plan = planOf({ domains: { one: domain(['c', 'a']), two: domain(['b', 'c']) }, nets });
    expect(plan.domains.get('one')?.managementNet).toBe('a');
    expect(plan.domains.get('two')?.managementNet).toBe('b');
    expect(problemsOf({ domains: { both: domain(['a', 'b']) }, nets })).toMatchObject([
      { code: 'SEVERAL_MANAGEMENT_NETS', path: ['domains', 'both', 'nics'] },
    ]);
  });

  test('two NICs on one management network are fine (Lago refuses them)', () => {
    const plan = planOf({ domains: { vm: domain(['mgmt', 'mgmt']) }, nets: { mgmt: NAT } });
    expect(plan.domains.get('vm')).toMatchObject({ managementNet: 'mgmt', ip: '192.168.200.2' });
    expect(plan.nets.get('mgmt')?.mapping.vm).toBe('192.168.200.2');
  });

  test('the gateway of the last management network is what the others forward DNS to', () => {
    const nets = { a: MGMT, b: MGMT, c: NAT, z: { type: 'bridge' } };
    const plan = planOf({ domains: { vm: domain(['a', 'c']) }, nets });
    expect(plan.nets.get('c')?.dnsForward).toBe(plan.nets.get('b')?.gw);
    expect(plan.nets.get('a')?.dnsForward).toBeUndefined();
    expect(plan.nets.get('z')?.dnsForward).toBeUndefined();
  });

  test('a management network without DHCP is warned about', () => {
    expect(planOf({ domains: vm, nets: { mgmt: {} } }).warnings).toMatchObject([{ code: 'NO_DHCP' }]);
    expect(planOf({ domains: vm, nets: { mgmt: NAT, other: {} } }).warnings).toEqual([]);
  });
});

describe('subnets', () => {
  test('the first host is dynamic where the gateway is elsewhere, and is left out where it is there', () => {
    const nets = { a: { gw: '192.168.200.254', dhcp: { start: 1, end: 9 } }, b: { dhcp: { start: 1, end: 9 } } };
    const plan = planOf({ domains: { one: domain(['b']) }, nets: { ...nets, b: { ...nets.b, management: true } } });
    expect(plan.nets.get('a')).toMatchObject({ dhcp: { start: '192.168.200.1', end: '192.168.200.9' } });
    expect(plan.nets.get('a')?.dhcpRanges).toBeUndefined();
    expect(plan.nets.get('b')?.dhcpRanges).toEqual([{ start: '192.168.201.2', end: '192.168.201.9' }]);
  });

  test('lowest free ones in the order of the file, requested ones first', () => {
    const nets = { mgmt: MGMT, b: { ...NAT, gw: '192.168.200.77' }, c: NAT, d: NAT };
    const plan = planOf({ domains: vm, nets }, { subnets: pool(['192.168.202.0/24']) });
    expect([...plan.nets.values()].map((net) => [net.subnet, net.gw])).toEqual([
      ['192.168.201.0/24', '192.168.201.1'],
      ['192.168.200.0/24', '192.168.200.77'],
      ['192.168.203.0/24', '192.168.203.1'],
      ['192.168.204.0/24', '192.168.204.1'],
    ]);
  });

  test('the last subnet of the pool works, asked for or not (Lago refuses or leaks it)', () => {
    const only255 = pool([], ['192.168.255.0/24']);
    expect(planOf({ domains: vm, nets: { mgmt: NAT } }, { subnets: only255 }).domains.get('vm')?.ip).toBe(
      '192.168.255.2',
    );
    const plan = planOf({
      domains: { vm: domain([{ net: 'mgmt', ip: '10.0.0.9' }]) },
      nets: { mgmt: { ...NAT, gw: '192.168.255.1' } },
    });
    expect(plan.domains.get('vm')?.ip).toBe('192.168.255.9');
  });

  test.each([
    [
      '10.0.0.1',
      'GATEWAY_OUTSIDE_RANGE',
      'network mgmt lies outside the subnets that can be leased, 192.168.200.0/24 to 192.168.255.0/24',
    ],
    ['192.168.199.1', 'GATEWAY_OUTSIDE_RANGE', '192.168.199.1'],
    ['192.168.200.0', 'BAD_GATEWAY', 'its last number must be 1 to 254'],
    ['192.168.200.255', 'BAD_GATEWAY', 'its last number must be 1 to 254'],
    ['192.168.222.1', 'SUBNET_TAKEN', 'taken by the environment at /other/.lago/default'],
  ])('gateway %s is refused: %s', (gw, code, text) => {
    const taken = { subnet: found(parseSubnet('192.168.222.0/24')), owner: 'the environment at /other/.lago/default' };
    const subnets = { ...pool(), taken: [taken] };
    const [problem, ...more] = problemsOf({ domains: vm, nets: { mgmt: { ...NAT, gw } } }, { subnets });
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code, path: ['nets', 'mgmt', 'gw'] });
    expect(problem?.message).toContain(text);
  });

  test('two gateways in one subnet are refused', () => {
    const nets = { mgmt: { ...NAT, gw: '192.168.210.1' }, data: { ...NAT, gw: '192.168.210.2' } };
    const problems = problemsOf({ domains: { vm: domain(['data']) }, nets });
    expect(problems).toMatchObject([{ code: 'DUPLICATE_SUBNET', path: ['nets', 'data', 'gw'] }]);
    expect(problems[0]?.message).toContain('that of network mgmt');
  });

  test('an exhausted pool is an error of the host that counts and says how to free', () => {
    const taken = ['192.168.200.0/24', '192.168.201.0/24', '192.168.203.0/24'];
    const subnets = pool(taken, ['192.168.200.0-192.168.203.255']);
    const plan = () =>
      planOf({ domains: vm, nets: { mgmt: MGMT, data: NAT, bridge: { type: 'bridge' } } }, { subnets });
    expect(plan).toThrow(HostError);
    expect(plan).toThrow(
      expect.objectContaining({
        code: 'SUBNETS_EXHAUSTED',
        message: '2 networks need a subnet each, but of the 4 in 192.168.200.0/22 only 1 is free',
        hint: expect.stringContaining('lago reap'),
      }),
    );
  });

  test('mistakes of the init file come before an exhausted pool', () => {
    const subnets = pool(['192.168.200.0/24'], ['192.168.200.0/24']);
    const nets = { mgmt: NAT };
    const domains = { vm: domain(['mgmt', 'nowhere', { net: 'mgmt', ip: '1.2.3.4' }, { net: 'mgmt', ip: '4.3.2.4' }]) };
    expect(problemsOf({ domains, nets }, { subnets }).map(({ code }) => code)).toEqual([
      'UNKNOWN_NET',
      'DUPLICATE_STATIC_IP',
    ]);
  });
});

describe('names', () => {
  test('libvirt names follow Lago: the first four digits, and a hash where the name is too long', () => {
    const plan = planOf({ domains: vm, nets: { mgmt: MGMT, exactly_10: NAT, 'eleven-long': NAT } });
    expect([...plan.nets.values()].map((net) => net.libvirtName)).toEqual([
      '0a1b-mgmt',
      '0a1b-exactly_10',
      '0a1b-fa190e5cac',
    ]);
  });

  test('bridges of networks with the same beginning differ (Lago cuts them off)', () => {
    const plan = planOf({ domains: vm, nets: { mgmt: NAT, storage1: NAT, storage2: NAT } });
    const other = planOf({ domains: vm, nets: { mgmt: NAT } }, { uuid: `${UUID.slice(0, 4)}${'f'.repeat(28)}` });
    const bridges = [...plan.nets.values(), ...other.nets.values()].map((net) => net.bridge);
    expect(new Set(bridges).size).toBe(4);
    for (const bridge of bridges) expect(bridge).toMatch(/^0a1b-[0-9a-f]{10}$/);
  });
});

describe('bridge networks', () => {
  const nets = { mgmt: { type: 'bridge', management: true }, nat: NAT };
  const plan = planOf({ domains: { vm: domain(['mgmt', 'nat']), twin: domain(['mgmt']) }, nets });

  test('have no subnet, no gateway, no mapping, no reservations', () => {
    const net = found(plan.nets.get('mgmt'));
    expect(net).toMatchObject({ type: 'bridge', mapping: {}, reservations: [] });
    expect([net.gw, net.subnet, net.dhcp]).toEqual([undefined, undefined, undefined]);
  });

  test('NICs get MAC addresses that differ and stay the same', () => {
    const macs = [...plan.domains.values()].map(({ nics }) => found(nics[0]).mac);
    expect(new Set(macs).size).toBe(2);
    for (const mac of macs) expect(mac).toMatch(/^54:52:[ef][0-9a-f](:[0-9a-f]{2}){3}$/);
    const again = planOf({ domains: { vm: domain(['mgmt', 'nat']), twin: domain(['mgmt']) }, nets });
    expect([...again.domains.values()].map(({ nics }) => found(nics[0]).mac)).toEqual(macs);
  });

  test('MAC addresses that would be the same are told apart', () => {
    // These two names have the same hash in the environment of the tests.
    const domains = { vm23369: domain(['mgmt', 'br']), vm33611: domain(['mgmt', 'br']) };
    const meeting = planOf({ domains, nets: { mgmt: MGMT, br: { type: 'bridge' } } });
    const [first, second] = [...meeting.domains.values()].map(({ nics }) => nics[1]?.mac);
    expect(first).toBe('54:52:fc:90:04:59');
    expect(second).not.toBe(first);
  });

  test('a VM managed over a bridge has no address yet', () => {
    expect(plan.domains.get('vm')?.ip).toBeUndefined();
    expect(plan.domains.get('vm')?.nics[1]?.ip).toBe('192.168.200.2');
  });

  test('settings that mean nothing there are warned about', () => {
    const warned = planOf({
      domains: { vm: domain([{ net: 'mgmt', ip: '192.168.200.5' }]) },
      nets: { mgmt: { type: 'bridge', gw: '192.168.200.1', ...NAT } },
    });
    expect(warned.warnings.map(({ code, path }) => [code, path.at(-1)]).sort()).toEqual([
      ['IGNORED_ON_BRIDGE', 'dhcp'],
      ['IGNORED_ON_BRIDGE', 'gw'],
      ['STATIC_IP_UNMANAGED', 'ip'],
    ]);
    expect(warned.domains.get('vm')?.ip).toBe('192.168.200.5');
  });
});

test.each([
  ['isolated', { isolated: true }, 'a bridge without `uplink` has no way out'],
  ['dns_records', { dns_records: { a: '10.0.0.1' } }, 'there is no DNS on a bridge'],
])('`%s` is warned about on a bridge', (key, more, why) => {
  const plan = planOf({ domains: vm, nets: { mgmt: { type: 'bridge', ...more } } });
  const message = expect.stringContaining(why);
  expect(plan.warnings).toMatchObject([{ code: 'IGNORED_ON_BRIDGE', path: ['nets', 'mgmt', key], message }]);
  expect(planOf({ domains: vm, nets: { mgmt: { type: 'bridge', dns_domain_name: 'x.test' } } }).warnings).toEqual([]);
});

test('`main_dns` is warned about, which nothing reads in Lago either', () => {
  const plan = planOf({ domains: vm, nets: { mgmt: { ...MGMT, main_dns: true } } });
  expect(plan.warnings).toMatchObject([{ code: 'IGNORED_KEY', path: ['nets', 'mgmt', 'main_dns'] }]);
});

describe('DNS attributes on a plain network', () => {
  const nets = (data: object) => ({ mgmt: MGMT, data: { ...NAT, ...data } });
  const codes = (data: object) =>
    problemsOf({ domains: vm, nets: nets(data) }).map(({ code, path }) => [code, path.at(-1)]);

  test('are errors', () => {
    expect(codes({ dns_domain_name: 'x.test' })).toEqual([['DNS_ON_PLAIN_NET', 'dns_domain_name']]);
    expect(codes({ main_dns: true })).toEqual([['DNS_ON_PLAIN_NET', 'main_dns']]);
  });

  test('are only warned about with an explicit `management: false`, which Lago lets pass', () => {
    const plan = planOf({ domains: vm, nets: nets({ management: false, dns_domain_name: 'x.test' }) });
    expect(plan.warnings).toMatchObject([{ code: 'DNS_ON_PLAIN_NET' }]);
    expect(plan.nets.get('data')?.dnsDomainName).toBeUndefined();
  });

  test('are fine on an only network, which is promoted', () => {
    const plan = planOf({ domains: vm, nets: { mgmt: { ...NAT, dns_domain_name: 'x.test' } } });
    expect(plan.nets.get('mgmt')?.dnsDomainName).toBe('x.test');
    expect(plan.domains.get('vm')?.fqdn).toBe('vm.x.test');
  });

  test('records that nobody serves are warned about', () => {
    const plan = planOf({ domains: vm, nets: nets({ dns_records: { a: '10.0.0.1' } }) });
    expect(plan.warnings).toMatchObject([{ code: 'DNS_RECORDS_IGNORED', path: ['nets', 'data', 'dns_records'] }]);
  });
});

test('the saved spec is the mapping of the file with what was decided, in Lago spelling', () => {
  const plan = planOf({
    domains: { vm: domain(['mgmt', 'data']) },
    nets: { mgmt: { ...MGMT, mtu: 1400 }, data: { ...NAT, comment: 'x' } },
  });
  expect(plan.nets.get('mgmt')?.spec).toMatchObject({
    type: 'nat',
    management: true,
    dhcp: { start: 100, end: 254 },
    mtu: 1400,
    gw: plan.nets.get('mgmt')?.gw,
    dns_domain_name: 'lago.local',
  });
});
