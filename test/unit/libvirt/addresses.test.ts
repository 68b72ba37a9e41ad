import { describe, expect, test } from 'vitest';
import { parseInterfaceAddresses, parseLeaseFile, parseNeighbours } from '../../../src/providers/libvirt/states.ts';
import { parseUplinkAlias, uplinkAlias } from '../../../src/providers/libvirt/uplink.ts';

const MAC = '54:52:ed:2a:84:5f';

describe('IPv4 addresses by MAC address', () => {
  test('from libvirt: agent, leases', () => {
    const text = [
      ' Name       MAC address          Protocol     Address',
      '-------------------------------------------------------------------------------',
      ' lo         00:00:00:00:00:00    ipv4         127.0.0.1/8',
      ` eth0       ${MAC.toUpperCase()}    ipv4         10.77.1.76/24`,
      ' -          -                    ipv4         10.77.1.99/24',
      ` eth0       ${MAC}    ipv6         fe80::5652:edff:fe2a:845f/64`,
    ].join('\n');
    expect(parseInterfaceAddresses(text).get(MAC)).toEqual(['10.77.1.76', '10.77.1.99']);
  });

  test('from the neighbour table of the host, without those that did not answer', () => {
    const text = [
      `10.77.1.76 dev lanfar1 lladdr ${MAC} REACHABLE `,
      `10.77.1.80 dev eth0 lladdr ${MAC} STALE `,
      '10.77.1.77 dev lanfar1 INCOMPLETE ',
      '10.77.1.78 dev lanfar1  FAILED ',
    ].join('\n');
    expect(parseNeighbours(text)).toEqual(new Map([[MAC, ['10.77.1.76', '10.77.1.80']]]));
  });

  test('from the leases of a dnsmasq', () => {
    const text = [
      `1795218932 ${MAC} 10.77.1.76 * 01:${MAC}`,
      '1795218931 52:54:00:77:00:33 10.77.1.33 host 01:52:54:00:77:00:33',
      'duid 00:01:00:01:30:cd:58:9d:5e:67:d1:c7:ad:ae',
      '1795218999 305419896 fd00::5 * 00:03:00:01',
      '',
    ].join('\n');
    expect(parseLeaseFile(text)).toEqual(
      new Map([
        [MAC, ['10.77.1.76']],
        ['52:54:00:77:00:33', ['10.77.1.33']],
      ]),
    );
  });
});

test('how an uplink was before is noted at its bridge', () => {
  for (const wasUp of [true, false]) {
    const uplink = { interface: 'enp3s0.5', wasUp };
    expect(parseUplinkAlias(uplinkAlias(uplink))).toEqual(uplink);
  }
  expect(parseUplinkAlias(undefined)).toBeUndefined();
  expect(parseUplinkAlias('somebody else says so')).toBeUndefined();
});
