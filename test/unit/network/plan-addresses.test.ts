import { describe, expect, test } from 'vitest';
import { domain, found, MGMT, NAT, planOf, problemsOf } from '../../support/plan.ts';

describe('static addresses', () => {
  test('only the last number counts', () => {
    const plan = planOf({
      domains: { vm: domain([{ net: 'mgmt', ip: '10.20.30.40' }]) },
      nets: { mgmt: { ...NAT, gw: '192.168.210.1' } },
    });
    expect(plan.domains.get('vm')?.ip).toBe('192.168.210.40');
  });

  test.each([
    ['192.168.200.0', 'STATIC_IP_OUTSIDE', 'the last number must be 1 to 254'],
    ['192.168.200.255', 'STATIC_IP_OUTSIDE', 'the last number must be 1 to 254'],
    ['192.168.200.1', 'STATIC_IP_GATEWAY', '.1 is that of its gateway'],
    ['1.1.1.7', 'DUPLICATE_STATIC_IP', '.7 is that of NIC 0 of VM first already'],
  ])('%s is refused: %s', (ip, code, text) => {
    const problems = problemsOf(
      `
domains:
  first: {memory: 64, nics: [{net: mgmt, ip: 192.168.200.7}], disks: []}
  second:
    memory: 64
    disks: []
    nics:
      - net: mgmt
      - net: mgmt
        ip: ${ip}
nets: {mgmt: {dhcp: {start: 100, end: 254}}}
`,
    );
    expect(problems).toMatchObject([
      { code, path: ['domains', 'second', 'nics', 1, 'ip'], position: { line: 10, column: 13 } },
    ]);
    expect(problems[0]?.message).toContain(text);
    expect(problems[0]?.message).toContain(ip);
  });

  test('the gateway counts where it is, and .1 is free when it is elsewhere', () => {
    const nets = { mgmt: { ...NAT, gw: '192.168.200.2' } };
    expect(problemsOf({ domains: { vm: domain([{ net: 'mgmt', ip: '0.0.0.2' }]) }, nets })).toMatchObject([
      { code: 'STATIC_IP_GATEWAY' },
    ]);
    expect(planOf({ domains: { vm: domain([{ net: 'mgmt', ip: '0.0.0.1' }]) }, nets }).domains.get('vm')?.ip).toBe(
      '192.168.200.1',
    );
  });

  test('the same number on two networks is fine, and inside the DHCP range too', () => {
    const plan = planOf({
      domains: {
        vm: domain([
          { net: 'mgmt', ip: '0.0.0.200' },
          { net: 'data', ip: '0.0.0.200' },
        ]),
      },
      nets: { mgmt: MGMT, data: NAT },
    });
    expect(plan.domains.get('vm')?.nics.map(({ ip }) => ip)).toEqual(['192.168.200.200', '192.168.201.200']);
  });

  test('all mistakes are reported at once, also on networks whose gateway is wrong', () => {
    const problems = problemsOf({
      domains: {
        a: domain([{ net: 'mgmt', ip: '0.0.0.9' }]),
        b: domain([
          { net: 'mgmt', ip: '0.0.0.9' },
          { net: 'mgmt', ip: '0.0.0.0' },
        ]),
      },
      nets: { mgmt: { ...NAT, gw: '10.0.0.1' } },
    });
    expect(problems.map(({ code }) => code)).toEqual([
      'DUPLICATE_STATIC_IP',
      'STATIC_IP_OUTSIDE',
      'GATEWAY_OUTSIDE_RANGE',
    ]);
  });
});

describe('dynamic addresses', () => {
  test('are the lowest free, in the order of the file, after all static ones', () => {
    const plan = planOf({
      domains: {
        a: domain(['mgmt', 'mgmt']),
        b: domain([{ net: 'mgmt', ip: '0.0.0.2' }]),
        c: domain(['mgmt', { net: 'mgmt', ip: '0.0.0.4' }]),
      },
      nets: { mgmt: NAT },
    });
    const last = (name: string) => found(plan.domains.get(name)).nics.map(({ ip }) => found(ip).split('.')[3]);
    expect([last('a'), last('b'), last('c')]).toEqual([['3', '5'], ['2'], ['6', '4']]);
  });

  test('never are the gateway (Lago hands it out)', () => {
    const plan = planOf({ domains: { vm: domain(['mgmt', 'mgmt']) }, nets: { mgmt: { ...NAT, gw: '192.168.200.2' } } });
    expect(plan.domains.get('vm')?.nics.map(({ ip }) => ip)).toEqual(['192.168.200.3', '192.168.200.4']);
  });

  test('fill a network up to 253 NICs; one more is one clear error', () => {
    const crowd = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`vm${index}`, domain(['mgmt'])]));
    const plan = planOf({ domains: crowd(253), nets: { mgmt: NAT } });
    expect(plan.domains.get('vm252')?.ip).toBe('192.168.200.254');
    expect(problemsOf({ domains: crowd(256), nets: { mgmt: NAT } })).toMatchObject([
      {
        code: 'NET_FULL',
        path: ['domains', 'vm253', 'nics', 0],
        message: expect.stringContaining('room for 253 NICs'),
      },
    ]);
  });
});

test('MAC addresses follow from addresses', () => {
  const plan = planOf({
    domains: { vm: domain([{ net: 'mgmt', ip: '0.0.0.7' }]) },
    nets: { mgmt: { ...NAT, gw: '192.168.210.1' } },
  });
  expect(plan.domains.get('vm')?.nics[0]?.mac).toBe('54:52:c0:a8:d2:07');
});

describe('MTU', () => {
  const mtus = (net: object, nic: object) => {
    const plan = planOf({ domains: { vm: domain([{ net: 'mgmt', ...nic }]) }, nets: { mgmt: { ...NAT, ...net } } });
    return [plan.nets.get('mgmt')?.mtu, plan.domains.get('vm')?.nics[0]?.mtu];
  };

  test.each([
    [{}, {}, [undefined, undefined]],
    [{ mtu: 9000 }, {}, [9000, 9000]],
    [{ mtu: 9000 }, { mtu: 1400 }, [9000, 9000]],
    [{}, { mtu: 1400 }, [undefined, 1400]],
    [{ mtu: 1500 }, { mtu: 1400 }, [1500, 1400]],
    [{ mtu: 1500 }, { mtu: 1500 }, [1500, undefined]],
  ])('network %o with NIC %o gives %o', (net, nic, expected) => {
    expect(mtus(net, nic)).toEqual(expected);
  });
});

describe('unknown networks', () => {
  test('are listed with a near miss, and do not cause a second error', () => {
    const problems = problemsOf({ domains: { vm: domain(['mgnt']) }, nets: { mgmt: NAT, data: NAT } });
    expect(problems).toMatchObject([
      { code: 'UNKNOWN_NET', path: ['domains', 'vm', 'nics', 0, 'net'], hint: 'did you mean `mgmt`?' },
    ]);
    expect(problems[0]?.message).toContain(
      'VM vm has a NIC on network `mgnt`, which is not among the nets: mgmt, data',
    );
  });

  test('a VM without a NIC on a management network is refused, naming those there are', () => {
    const problems = problemsOf({ domains: { vm: domain(['data']) }, nets: { mgmt: MGMT, data: NAT, z: MGMT } });
    expect(problems).toMatchObject([{ code: 'NO_MANAGEMENT_NET', path: ['domains', 'vm', 'nics'] }]);
    expect(problems[0]?.hint).toContain('`net: mgmt` or `net: z`');
  });

  test('a file without any network is one error', () => {
    expect(problemsOf({ domains: { a: domain(['x']), b: domain(['y']) }, nets: {} }).map(({ code }) => code)).toEqual([
      'NO_NETS',
    ]);
  });
});
