import { describe, expect, test } from 'vitest';
import { parseSubnet } from '../../../src/host/ipv4.ts';
import { parsePool } from '../../../src/network/pool.ts';
import { networkXml } from '../../../src/providers/libvirt/network-xml.ts';
import { domain, found, MGMT, NAT, planOf, pool, problemsOf } from '../../support/plan.ts';
import { parseXml, select } from '../../support/xml.ts';

const PRIVATE = { subnets: pool([], ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']) };
const vm = { vm: domain(['lan']) };

function planNet(net: object, nics: readonly object[] = [{ net: 'lan' }]) {
  const domains = { vm: domain(nics.map((nic) => ({ net: 'lan', ...nic }))) };
  const plan = planOf({ domains, nets: { lan: { ...MGMT, dhcp: undefined, ...net } } }, PRIVATE);
  const lan = found(plan.nets.get('lan'));
  return { plan, lan, xml: parseXml(networkXml(lan, plan)), ips: plan.domains.get('vm')?.nics.map(({ ip }) => ip) };
}

describe('a subnet of any size', () => {
  test.each([
    ['10.20.0.0/16', '10.20.0.1', '255.255.0.0', '10.20.0.2'],
    ['172.20.16.0/20', '172.20.16.1', '255.255.240.0', '172.20.16.2'],
    ['192.168.7.0/24', '192.168.7.1', '255.255.255.0', '192.168.7.2'],
    ['10.1.2.128/25', '10.1.2.129', '255.255.255.128', '10.1.2.130'],
    ['10.1.2.8/29', '10.1.2.9', '255.255.255.248', '10.1.2.10'],
  ])('%s has its first host for a gateway', (subnet, gw, netmask, ip) => {
    const { lan, xml, ips } = planNet({ subnet });
    expect(lan).toMatchObject({ subnet, gw });
    expect(ips).toEqual([ip]);
    expect(select(xml, 'network/ip')[0]).toMatchObject({ '@address': gw, '@netmask': netmask });
  });

  test('of static addresses elsewhere the host part counts, as in Lago', () => {
    expect(planNet({ subnet: '10.20.0.0/16' }, [{ ip: '192.168.3.7' }, { ip: '10.20.200.9' }]).ips).toEqual([
      '10.20.3.7',
      '10.20.200.9',
    ]);
    expect(planNet({ subnet: '10.1.2.64/28' }, [{ ip: '0.0.0.5' }, { ip: '10.1.2.77' }]).ips).toEqual([
      '10.1.2.69',
      '10.1.2.77',
    ]);
  });

  test.each([
    ['10.1.2.64/28', '0.0.0.77', 'STATIC_IP_OUTSIDE', 'has hosts from 10.1.2.65 to 10.1.2.78'],
    ['10.1.2.64/28', '10.1.2.79', 'STATIC_IP_OUTSIDE', '10.1.2.64/28'],
    ['10.20.0.0/16', '10.20.0.1', 'STATIC_IP_GATEWAY', '10.20.0.1 is that of its gateway'],
    ['10.20.0.0/16', '10.20.255.255', 'STATIC_IP_OUTSIDE', 'to 10.20.255.254'],
  ])('%s: the address %s is refused', (subnet, ip, code, text) => {
    const problems = problemsOf(
      { domains: { vm: domain([{ net: 'lan', ip }]) }, nets: { lan: { ...MGMT, dhcp: undefined, subnet } } },
      PRIVATE,
    );
    expect(problems).toMatchObject([{ code, message: expect.stringContaining(text) }]);
  });

  test('is full when it is full', () => {
    const domains = { vm: domain(['lan', 'lan', 'lan', 'lan', 'lan', 'lan']) };
    const nets = { lan: { management: true, subnet: '10.1.2.8/29' } };
    expect(problemsOf({ domains, nets }, PRIVATE)).toMatchObject([
      { code: 'NET_FULL', message: expect.stringContaining('a /29 has room for 5 NICs') },
    ]);
  });

  test('a gateway may be anywhere in it', () => {
    expect(planNet({ subnet: '10.20.0.0/16', gw: '10.20.255.254' })).toMatchObject({ lan: { gw: '10.20.255.254' } });
    const nets = { lan: { ...MGMT, subnet: '10.20.0.0/24', gw: '10.21.0.1' } };
    expect(problemsOf({ domains: vm, nets }, PRIVATE)).toMatchObject([
      { code: 'BAD_GATEWAY', path: ['nets', 'lan', 'gw'] },
    ]);
  });

  test.each([
    ['10.0.0.0/15', 'BAD_SUBNET', 'between /16 and /29'],
    ['10.0.0.0/30', 'BAD_SUBNET', 'between /16 and /29'],
    ['10.20.0.1/16', 'BAD_SUBNET', 'starts with another address'],
    ['11.0.0.0/16', 'BAD_SUBNET', 'not private'],
    ['192.168.0.0/16', 'SUBNET_OUTSIDE_POOL', '10.0.0.0/8'],
  ])('%s is refused', (subnet, code, text) => {
    const subnets = pool([], ['10.0.0.0/8']);
    const problems = problemsOf({ domains: vm, nets: { lan: { ...MGMT, subnet } } }, { subnets });
    expect(problems).toMatchObject([{ code, path: ['nets', 'lan', 'subnet'], message: expect.stringContaining(text) }]);
  });

  test("by default the pool is Lago's", () => {
    const ask = (subnet: string) => ({ domains: vm, nets: { lan: { management: true, subnet } } });
    expect(planOf(ask('192.168.208.0/20')).nets.get('lan')?.gw).toBe('192.168.208.1');
    expect(planOf(ask('192.168.255.248/29')).nets.get('lan')?.gw).toBe('192.168.255.249');
    expect(problemsOf(ask('10.0.0.0/24'))).toMatchObject([
      { code: 'SUBNET_OUTSIDE_POOL', hint: expect.stringContaining('LAGO_SUBNET_POOL') },
    ]);
  });

  test('networks without one keep out of those of the others', () => {
    const nets = {
      lan: MGMT,
      big: { ...NAT, subnet: '192.168.200.0/22' },
      small: { ...NAT, subnet: '192.168.205.8/29', dhcp: { start: 3, end: 5 } },
    };
    const plan = planOf({ domains: { vm: domain(['lan']), other: domain(['lan', 'big', 'small']) }, nets });
    expect(plan.nets.get('lan')?.subnet).toBe('192.168.204.0/24');
    const two = { lan: MGMT, more: NAT, big: nets.big, small: nets.small };
    expect(planOf({ domains: vm, nets: two }).nets.get('more')?.subnet).toBe('192.168.206.0/24');
  });

  test.each([
    ['the same', '10.20.0.0/16', 'which is that of network a'],
    ['one inside', '10.20.7.0/24', 'which overlaps 10.20.0.0/16 of network a'],
    ['one around', '10.0.0.0/16', undefined],
  ])('two networks that want %s', (_, subnet, text) => {
    const nets = { a: { ...MGMT, subnet: '10.20.0.0/16' }, b: { ...NAT, subnet } };
    const file = { domains: { vm: domain(['a']) }, nets };
    if (text === undefined) return expect(planOf(file, PRIVATE).nets.get('b')?.subnet).toBe(subnet);
    expect(problemsOf(file, PRIVATE)).toMatchObject([
      { code: 'DUPLICATE_SUBNET', path: ['nets', 'b', 'subnet'], message: expect.stringContaining(text) },
    ]);
  });
});

describe('subnets that somebody has', () => {
  const wants = (subnet: string, taken: { subnet: string; owner: string; isRoute?: boolean }) => () =>
    planOf(
      { domains: vm, nets: { lan: { ...MGMT, subnet } } },
      { subnets: { ...PRIVATE.subnets, taken: [{ ...taken, subnet: found(parseSubnet(taken.subnet)) }] } },
    );

  test.each([
    ['10.20.0.0/16', '10.20.5.0/24'],
    ['10.20.5.0/24', '10.20.0.0/16'],
    ['10.20.5.0/24', '10.20.5.0/24'],
  ])('%s is refused for %s, naming the owner', (subnet, theirs) => {
    const owner = 'the environment at /other/.lago/default';
    expect(wants(subnet, { subnet: theirs, owner })).toThrow(`is taken by ${owner}`);
  });

  test('a route of the host counts unless it is wider: then ours is the closer one', () => {
    const route = { owner: 'the host: a route over eth0', isRoute: true };
    expect(wants('10.20.0.0/16', { subnet: '10.20.5.0/24', ...route })).toThrow(route.owner);
    expect(wants('10.20.5.0/24', { subnet: '10.20.5.0/24', ...route })).toThrow(route.owner);
    expect(wants('10.20.5.0/24', { subnet: '10.20.0.0/16', ...route })().nets.get('lan')?.subnet).toBe('10.20.5.0/24');
    // But not when the host itself, or its router, is in it.
    expect(wants('10.20.5.0/24', { subnet: '10.20.5.9/32', owner: 'the host: its router on eth0' })).toThrow(
      'its router',
    );
  });
});

describe('the pool of the host', () => {
  test('is a list of subnets and ranges, used in its order', () => {
    const subnets = { ranges: parsePool(['10.9.0.0-10.9.1.255', ' 172.16.8.0/24']), taken: [] };
    const nets = { lan: MGMT, a: NAT, b: NAT };
    expect([...planOf({ domains: vm, nets }, { subnets }).nets.values()].map((net) => net.subnet)).toEqual([
      '10.9.0.0/24',
      '10.9.1.0/24',
      '172.16.8.0/24',
    ]);
    expect(() => planOf({ domains: vm, nets: { ...nets, c: NAT } }, { subnets })).toThrow(
      'of the 3 in 10.9.0.0/23, 172.16.8.0/24 only 3 are free',
    );
  });

  test.each([
    '10.0.0.0',
    '8.8.8.0/24',
    '10.0.0.0/33',
    '10.0.0.9-10.0.0.1',
    '10.255.0.0-11.0.0.0',
    'all',
    '10.0.0.1/16',
    '300.0.0.0/8',
  ])('cannot be %s', (text) => {
    expect(() => parsePool([text])).toThrow(expect.objectContaining({ code: 'SUBNET_POOL_INVALID', exitCode: 2 }));
  });
});

describe('the dynamic range', () => {
  const ranges = (net: object, nics?: readonly object[]) => found(select(planNet(net, nics).xml, 'network/ip')[0]);

  test('is counted from the start of the subnet, or given by addresses', () => {
    const dhcp = (subnet: string, start: unknown, end: unknown) => planNet({ subnet, dhcp: { start, end } }).lan.dhcp;
    expect(dhcp('10.20.0.0/16', 256, 65_534)).toEqual({ start: '10.20.1.0', end: '10.20.255.254' });
    expect(dhcp('10.20.0.0/16', '10.20.9.1', '10.20.9.99')).toEqual({ start: '10.20.9.1', end: '10.20.9.99' });
    expect(dhcp('10.1.2.128/25', 20, 126)).toEqual({ start: '10.1.2.148', end: '10.1.2.254' });
  });

  test.each([
    ['10.1.2.8/29', 2, 7, 'end'],
    ['10.1.2.8/29', 2, 200, 'end'],
    ['10.20.0.0/24', '10.21.0.300', 9, undefined],
    ['10.20.0.0/25', '10.20.0.200', '10.20.0.210', 'start'],
    ['10.20.0.0/24', '10.20.0.9', '10.20.0.5', 'end'],
  ])('%s: %s to %s is refused', (subnet, start, end, key) => {
    const nets = { lan: { ...MGMT, subnet, dhcp: { start, end } } };
    const path = ['nets', 'lan', 'dhcp', ...(key === undefined ? ['start'] : [key])];
    expect(problemsOf({ domains: vm, nets }, PRIVATE)).toMatchObject([{ path }]);
  });

  test('does not have the gateway and the addresses of machines in it', () => {
    const nics = [{ ip: '0.0.0.100' }, { ip: '0.0.0.150' }, { ip: '0.0.0.254' }];
    const range = ranges({ subnet: '10.1.1.0/24', gw: '10.1.1.200', dhcp: { start: 100, end: 254 } }, nics);
    const part = (first: number, last: number) => ({ '@start': `10.1.1.${first}`, '@end': `10.1.1.${last}` });
    expect(select(range, 'dhcp/range')).toEqual([part(101, 149), part(151, 199), part(201, 253)]);
    expect(select(range, 'dhcp/host/@ip')).toHaveLength(3);
  });

  test('machines without an address of their own are put outside of it as long as there is room', () => {
    expect(planNet({ subnet: '10.1.1.0/24', dhcp: { start: 3, end: 200 } }, [{}, {}]).ips).toEqual([
      '10.1.1.2',
      '10.1.1.201',
    ]);
    const { ips, xml } = planNet({ subnet: '10.1.1.8/29', dhcp: { start: 2, end: 6 } }, [{}, {}, {}, {}, {}]);
    expect(ips).toHaveLength(5);
    expect(select(xml, 'network/ip/dhcp/range')).toEqual([]);
  });
});

describe('isolation and IPv6', () => {
  test('an isolated network leads nowhere', () => {
    expect(select(planNet({ isolated: true }).xml, 'network/forward')).toEqual([]);
    expect(select(planNet({ isolated: false }).xml, 'network/forward/@mode')).toEqual(['nat']);
  });

  test('without IPv6 there are no addresses of it, also among the names', () => {
    const { xml } = planNet({ ipv6: false });
    expect(select(xml, 'network/ip')).toHaveLength(1);
    expect(select(xml, 'network/dns/host/@ip')).toEqual(['10.0.0.2']);
  });

  test('a prefix of its own is taken, however it is written', () => {
    const ipv6 = (text: string) => planNet({ ipv6: text }).lan.ipv6;
    expect(ipv6('fd00:1::/64')).toBe('fd00:1:0:0');
    expect(ipv6('FD00:01:2:3::/64')).toBe('fd00:1:2:3');
    expect(ipv6('2001:db8:0:7:0:0:0:0/64')).toBe('2001:db8:0:7');
    const { xml } = planNet({ ipv6: 'fd00:1::/64', dhcp: { start: 100, end: 254 } });
    expect(select(xml, 'network/ip')[1]).toMatchObject({ '@address': 'fd00:1:0:0::1', '@prefix': '64' });
    expect(select(xml, 'network/dns/host/@ip')).toContain('fd00:1:0:0::10.0.0.2');
  });

  test("subnets that Lago does not know have prefixes that differ from each other and from Lago's", () => {
    const of = (subnet: string) => planNet({ subnet }).lan.ipv6;
    expect(of('192.168.210.0/24')).toBe('fd8f:1391:3a82:210');
    const others = [
      '10.0.210.0/24',
      '172.16.210.0/24',
      '192.168.10.0/24',
      '192.168.210.0/25',
      '192.168.210.128/25',
    ].map(of);
    expect(new Set(others).size).toBe(5);
    for (const prefix of others) expect(prefix).toMatch(/^fd8f:1391:(?!3a82)[0-9a-f]{1,4}:[0-9a-f]{1,4}$/);
  });

  test.each([
    [{ ipv6: 'fe80::/64' }, 'BAD_IP_PREFIX'],
    [{ ipv6: 'ff02::/64' }, 'BAD_IP_PREFIX'],
    [{ ipv6: '::/64' }, 'BAD_IP_PREFIX'],
    [{ ipv6: true, mtu: 1000 }, 'MTU_TOO_SMALL'],
  ])('%o is refused', (net, code) => {
    expect(problemsOf({ domains: vm, nets: { lan: { ...MGMT, ...net } } })).toMatchObject([
      { code, path: ['nets', 'lan', 'ipv6'] },
    ]);
  });

  test('one prefix for two networks is refused', () => {
    const nets = { lan: { ...MGMT, ipv6: 'fd00:1::/64' }, b: { ...NAT, ipv6: 'fd00:1:0::/64' } };
    expect(problemsOf({ domains: vm, nets })).toMatchObject([
      { code: 'DUPLICATE_IP_PREFIX', path: ['nets', 'b', 'ipv6'] },
    ]);
  });
});
