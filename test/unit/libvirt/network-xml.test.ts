import { describe, expect, test } from 'vitest';
import type { PlanContext } from '../../../src/environment/plan-context.ts';
import { networkXml } from '../../../src/providers/libvirt/network-xml.ts';
import { domain, found, MGMT, NAT, PREFIX, planOf, UUID } from '../../support/plan.ts';
import { parseXml, select } from '../../support/xml.ts';

type Mapping = Readonly<Record<string, unknown>>;

function xmlOf(name: string, more: Mapping = {}, overrides: Partial<PlanContext> = {}) {
  const nets: Record<string, Mapping> = { mgmt: { ...MGMT, gw: '192.168.210.1' }, data: NAT, br: { type: 'bridge' } };
  nets[name] = { ...nets[name], ...more };
  const plan = planOf({ domains: { web: domain(['mgmt', 'data', 'br']), db: domain(['mgmt']) }, nets }, overrides);
  const net = found(plan.nets.get(name));
  const tree = parseXml(networkXml(net, plan));
  return { net, at: (path: string) => select(tree, `network/${path}`) };
}

const host = (mac: string, ip: string, name: string) => ({ '@mac': mac, '@ip': ip, '@name': name });

describe('management network', () => {
  const { at, net } = xmlOf('mgmt');

  test('identity', () => {
    expect(at('name')).toEqual(['0a1b-mgmt']);
    expect(at('uuid')).toEqual([net.uuid]);
    expect(at('metadata/lago:environment')).toEqual([
      { '@xmlns:lago': 'urn:lago-action:environment:1', '@uuid': UUID, '@prefix': PREFIX },
    ]);
  });

  test('NAT over a bridge that forwards at once', () => {
    expect(at('forward')).toEqual([{ '@mode': 'nat', nat: [{ port: [{ '@start': '1024', '@end': '65535' }] }] }]);
    expect(at('bridge')).toEqual([{ '@name': net.bridge, '@stp': 'off', '@delay': '0' }]);
  });

  test('IPv4 with a reservation per address', () => {
    expect(at('ip')[0]).toEqual({
      '@address': '192.168.210.1',
      '@netmask': '255.255.255.0',
      dhcp: [
        {
          range: [{ '@start': '192.168.210.100', '@end': '192.168.210.254' }],
          host: [host('54:52:c0:a8:d2:03', '192.168.210.3', 'db'), host('54:52:c0:a8:d2:02', '192.168.210.2', 'web')],
        },
      ],
    });
  });

  test('IPv6 with the third octet as decimal text', () => {
    expect(at('ip')[1]).toEqual({
      '@family': 'ipv6',
      '@address': 'fd8f:1391:3a82:210::1',
      '@prefix': '64',
      dhcp: [
        {
          range: [{ '@start': 'fd8f:1391:3a82:210::192.168.210.100', '@end': 'fd8f:1391:3a82:210::192.168.210.254' }],
          host: [
            { '@id': '0:3:0:1:54:52:c0:a8:d2:03', '@ip': 'fd8f:1391:3a82:210::192.168.210.3', '@name': 'db' },
            { '@id': '0:3:0:1:54:52:c0:a8:d2:02', '@ip': 'fd8f:1391:3a82:210::192.168.210.2', '@name': 'web' },
          ],
        },
      ],
    });
  });

  test('DNS for the names of all networks, with IPv6 twins', () => {
    expect(at('domain')).toEqual([{ '@name': 'lago.local', '@localOnly': 'yes' }]);
    expect(at('dns/@forwardPlainNames')).toEqual(['no']);
    const names = new Map(at('dns/host').map((entry) => [select(entry, '@ip')[0], select(entry, 'hostname')]));
    expect([...names.keys()]).toHaveLength(6);
    expect(names.get('192.168.210.2')).toEqual(['web', 'web-eth0', 'web-mgmt', 'web-mgmt-0']);
    expect(names.get('fd8f:1391:3a82:210::192.168.210.2')).toEqual(names.get('192.168.210.2'));
    expect(names.get('192.168.200.2')).toEqual(['web-data', 'web-data-0', 'web-eth1']);
    expect(names.get('fd8f:1391:3a82:200::192.168.200.2')).toEqual(names.get('192.168.200.2'));
  });
});

test('records of the file that lie elsewhere get no IPv6 twin', () => {
  const { at } = xmlOf('mgmt', { dns_records: { b: '10.0.0.9', a: '10.0.0.9' } });
  const entries = at('dns/host').filter((entry) => select(entry, '@ip').some((ip) => String(ip).endsWith('10.0.0.9')));
  expect(entries).toEqual([{ '@ip': '10.0.0.9', hostname: ['a', 'b'] }]);
});

test('other networks have DHCP but no DNS', () => {
  const { at } = xmlOf('data');
  expect(at('dns')).toEqual([{ '@enable': 'no' }]);
  expect(at('domain')).toEqual([]);
  expect(at('ip/dhcp/host/@name')).toEqual(['web-data', 'web-data']);
});

test('without `dhcp` there is no DHCP server', () => {
  const { at } = xmlOf('data', { dhcp: undefined });
  expect(at('ip/@address')).toEqual(['192.168.200.1', 'fd8f:1391:3a82:200::1']);
  expect(at('ip/dhcp')).toEqual([]);
});

describe('IPv6', () => {
  test('is left out where the host has none', () => {
    const { at } = xmlOf('mgmt', {}, { host: { acceleration: 'kvm', arch: 'x86_64', ipv6: false } });
    expect(at('ip/@address')).toEqual(['192.168.210.1']);
    expect(at('dns/host/@ip').filter((ip) => String(ip).includes(':'))).toEqual([]);
  });

  test('is left out below the least MTU it needs, also among the names', () => {
    expect(xmlOf('data', { mtu: 1279 }).at('ip/@address')).toEqual(['192.168.200.1']);
    expect(xmlOf('data', { mtu: 1280 }).at('ip/@address')).toHaveLength(2);
    const plan = planOf({
      domains: { vm: domain(['mgmt', 'small']) },
      nets: { mgmt: MGMT, small: { ...NAT, mtu: 1000 } },
    });
    const tree = parseXml(networkXml(found(plan.nets.get('mgmt')), plan));
    expect(select(tree, 'network/dns/host/@ip')).toEqual([
      '192.168.200.2',
      'fd8f:1391:3a82:200::192.168.200.2',
      '192.168.201.2',
    ]);
  });
});

test('the MTU is written only when the file says one', () => {
  expect(xmlOf('data').at('mtu')).toEqual([]);
  expect(xmlOf('data', { mtu: 1500 }).at('mtu/@size')).toEqual(['1500']);
});

test('a bridge network only points at its bridge', () => {
  const { at, net } = xmlOf('br');
  expect(at('forward')).toEqual([{ '@mode': 'bridge' }]);
  expect(at('bridge')).toEqual([{ '@name': net.bridge }]);
  expect([at('ip'), at('dns'), at('domain')]).toEqual([[], [], []]);
  expect(at('metadata/lago:environment/@uuid')).toEqual([UUID]);
});
