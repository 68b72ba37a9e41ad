import { describe, expect, test } from 'vitest';
import { domain, found, MGMT, NAT, planOf, problemsOf } from '../../support/plan.ts';

const MAC = '52:54:00:12:34:56';

describe('MAC addresses', () => {
  test('that the file gives are taken, also for the reservation of the address', () => {
    const plan = planOf({ domains: { vm: domain([{ net: 'lan', mac: MAC }]) }, nets: { lan: MGMT } });
    expect(plan.domains.get('vm')?.nics[0]).toMatchObject({ mac: MAC, ip: '192.168.200.2' });
    expect(plan.nets.get('lan')?.reservations).toEqual([{ mac: MAC, ip: '192.168.200.2', name: 'vm' }]);
  });

  test('two that are the same are refused, naming the first', () => {
    const domains = {
      a: domain([{ net: 'lan', mac: MAC }]),
      b: domain(['lan', { net: 'lan', mac: MAC.toUpperCase() }]),
    };
    expect(problemsOf({ domains, nets: { lan: MGMT } })).toMatchObject([
      {
        code: 'DUPLICATE_MAC',
        path: ['domains', 'b', 'nics', 1, 'mac'],
        message: expect.stringContaining('NIC 0 of VM a'),
      },
    ]);
  });

  test('that the file gives are not made a second time', () => {
    // The one that the first address of the network would have.
    const mac = '54:52:c0:a8:c8:02';
    const plan = planOf({ domains: { a: domain(['lan']), b: domain([{ net: 'lan', mac }]) }, nets: { lan: MGMT } });
    expect(plan.domains.get('a')?.ip).toBe('192.168.200.2');
    expect(plan.domains.get('a')?.nics[0]?.mac).not.toBe(mac);
    expect(plan.domains.get('b')?.nics[0]?.mac).toBe(mac);
  });
});

test('two NICs on the management network each have an address, and the first is that of the machine', () => {
  const plan = planOf({ domains: { vm: domain(['lan', 'lan']) }, nets: { lan: MGMT } });
  const vm = found(plan.domains.get('vm'));
  expect(vm.nics.map(({ ip }) => ip)).toEqual(['192.168.200.2', '192.168.200.3']);
  expect(vm.ip).toBe('192.168.200.2');
  expect(plan.nets.get('lan')?.dnsRecords).toMatchObject({
    vm: '192.168.200.2',
    'vm-eth0': '192.168.200.2',
    'vm-eth1': '192.168.200.3',
  });
  expect(plan.nets.get('lan')?.reservations).toHaveLength(2);
});

describe('static addresses on a bridge', () => {
  const nets = { office: { type: 'bridge', management: true }, lan: NAT };
  const on = (ip: string) => ({ net: 'office', ip });

  test('are taken as they are, and named', () => {
    const plan = planOf({ domains: { vm: domain([on('10.9.8.7'), 'lan']) }, nets });
    expect(plan.domains.get('vm')).toMatchObject({ ip: '10.9.8.7', managementNet: 'office' });
    expect(plan.nets.get('office')).toMatchObject({
      mapping: { vm: '10.9.8.7', 'vm-eth0': '10.9.8.7' },
      reservations: [],
    });
    expect(plan.warnings).toMatchObject([{ code: 'STATIC_IP_UNMANAGED' }]);
  });

  test('two that are the same are refused', () => {
    const domains = { a: domain([on('10.9.8.7')]), b: domain([on('10.9.8.7')]) };
    expect(problemsOf({ domains, nets })).toMatchObject([
      {
        code: 'DUPLICATE_STATIC_IP',
        path: ['domains', 'b', 'nics', 0, 'ip'],
        message: expect.stringContaining('VM a'),
      },
    ]);
  });
});

describe('uplinks', () => {
  const vm = { vm: domain(['lan']) };

  test('belong to bridges', () => {
    const plan = planOf({ domains: vm, nets: { lan: MGMT, out: { type: 'bridge', uplink: 'eth1' } } });
    expect(plan.nets.get('out')?.uplink).toEqual({ interface: 'eth1', force: false });
  });

  test.each([
    [{ lan: { ...MGMT, uplink: 'eth1' } }, 'UPLINK_WITHOUT_BRIDGE', ['nets', 'lan', 'uplink']],
    [
      { lan: MGMT, b: { type: 'bridge', isolated: true, uplink: 'eth1' } },
      'ISOLATED_UPLINK',
      ['nets', 'b', 'isolated'],
    ],
    [
      { lan: MGMT, a: { type: 'bridge', uplink: 'eth1' }, b: { type: 'bridge', uplink: 'eth1' } },
      'DUPLICATE_UPLINK',
      ['nets', 'b', 'uplink'],
    ],
  ])('%o is refused', (nets, code, path) => {
    expect(problemsOf({ domains: vm, nets })).toMatchObject([{ code, path }]);
  });
});

describe('ports', () => {
  const file = (a: readonly unknown[], b: readonly unknown[]) => ({
    domains: { a: domain(['lan'], { ports: a }), b: domain(['lan'], { ports: b }) },
    nets: { lan: MGMT },
  });

  test('are in the plan', () => {
    const plan = planOf(file(['8080:80', 443], []));
    expect(plan.domains.get('a')?.ports).toEqual([
      { address: '127.0.0.1', host: 8080, guest: 80 },
      { address: '127.0.0.1', host: 0, guest: 443 },
    ]);
    expect(plan.domains.get('b')?.ports).toBeUndefined();
  });

  test.each([
    [['8080:80'], ['8080:443']],
    [['8080:80', '8080:80'], []],
    [['8080:80'], ['0.0.0.0:8080:80']],
  ])('%o and %o are refused: one port of the host leads to one machine', (a, b) => {
    expect(problemsOf(file(a, b))).toMatchObject([
      { code: 'DUPLICATE_PORT', message: expect.stringContaining('8080') },
    ]);
  });

  test('any free one may be had several times, and one on several addresses', () => {
    expect(planOf(file(['127.0.0.1:8080:80', 80, 80], ['127.0.0.2:8080:80', 80])).warnings).toEqual([]);
  });
});

test.each([
  [9000, 1400, 9000],
  [9000, 1500, 9000],
  [9000, 9000, undefined],
  [1500, 1400, undefined],
  [undefined, 1400, undefined],
])('with an MTU of %s of the network, one of %s of a NIC is warned about where it is not taken', (ofNet, mtu, taken) => {
  const plan = planOf({ domains: { vm: domain([{ net: 'lan', mtu }]) }, nets: { lan: { ...MGMT, mtu: ofNet } } });
  const warning = { code: 'IGNORED_KEY', path: ['domains', 'vm', 'nics', 0, 'mtu'] };
  expect(plan.warnings).toMatchObject(taken === undefined ? [] : [warning]);
  expect(plan.domains.get('vm')?.nics[0]?.mtu).toBe(taken ?? mtu);
});
