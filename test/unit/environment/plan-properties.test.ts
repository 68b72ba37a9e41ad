import { describe, expect, test } from 'vitest';
import { contains, formatSubnet, isHost, overlap, parseSubnet, toNumber } from '../../../src/host/ipv4.ts';
import { networkXml } from '../../../src/providers/libvirt/network-xml.ts';
import fc from '../../support/fast-check.ts';
import { disk, domain, found, planOf, pool } from '../../support/plan.ts';
import { parseXml, select } from '../../support/xml.ts';
import { POOL, topologies } from './topologies.ts';

type Plan = ReturnType<typeof planOf>;

function nicsOf(plan: Plan) {
  return [...plan.domains.values()].flatMap((vm) => vm.nics.map((nic) => ({ ...nic, vm: vm.name })));
}

function addressed(plan: Plan) {
  return nicsOf(plan).flatMap(({ ip, ...nic }) => (ip === undefined ? [] : [{ ...nic, ip }]));
}

function unique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

/** Checks a rule on the plans of all kinds of environments. */
function always(rule: (plan: Plan) => void): void {
  fc.assert(fc.property(topologies, (file) => rule(planOf(file, { subnets: pool([], POOL) }))));
}

describe('every allowed environment', () => {
  test('has addresses that differ, are those of hosts in their subnet, and never the gateway', () => {
    always((plan) => {
      expect(unique(addressed(plan).map(({ ip }) => ip))).toBe(true);
      for (const { ip, net } of addressed(plan)) {
        const { subnet, gw } = found(plan.nets.get(net));
        expect(isHost(found(parseSubnet(found(subnet))), toNumber(ip))).toBe(true);
        expect(ip).not.toBe(gw);
      }
      for (const nic of nicsOf(plan)) expect(nic.ip === undefined).toBe(plan.nets.get(nic.net)?.type === 'bridge');
    });
  });

  test('has subnets that do not overlap, lie in the pool, and have their gateway in them', () => {
    always((plan) => {
      const subnets = [...plan.nets.values()].flatMap(({ subnet, gw }) =>
        subnet === undefined ? [] : [{ subnet: found(parseSubnet(subnet)), gw: toNumber(found(gw)) }],
      );
      for (const [index, { subnet, gw }] of subnets.entries()) {
        expect(isHost(subnet, gw)).toBe(true);
        expect(formatSubnet(subnet)).toMatch(/^(10\.|192\.168\.2[0-5]\d\.)/);
        for (const other of subnets.slice(index + 1)) expect(overlap(subnet, other.subnet)).toBe(false);
      }
    });
  });

  test('has MAC addresses, libvirt names, bridges, IPv6 prefixes and image files that differ', () => {
    always((plan) => {
      const nets = [...plan.nets.values()];
      expect(unique(nicsOf(plan).map(({ mac }) => mac))).toBe(true);
      for (const { mac } of nicsOf(plan)) expect(mac).toMatch(/^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/);
      expect(unique(nets.map(({ libvirtName }) => libvirtName))).toBe(true);
      expect(unique(nets.map(({ bridge }) => bridge))).toBe(true);
      for (const { libvirtName, bridge } of nets) expect(Math.max(libvirtName.length, bridge.length)).toBeLessThan(16);
      expect(unique(nets.flatMap(({ ipv6 }) => (typeof ipv6 === 'string' ? [ipv6] : [])))).toBe(true);
      expect(unique([...plan.domains.values()].flatMap(({ disks }) => disks.map(({ path }) => path)))).toBe(true);
    });
  });

  test('resolves every VM and every NIC by name, on every management network', () => {
    always((plan) => {
      const management = [...plan.nets.values()].filter((net) => net.management);
      expect(management).not.toEqual([]);
      for (const { dnsRecords } of management) {
        for (const vm of plan.domains.values()) if (vm.ip !== undefined) expect(dnsRecords?.[vm.name]).toBe(vm.ip);
        const addresses = new Set(Object.values(dnsRecords ?? {}));
        for (const { ip } of addressed(plan)) expect(addresses).toContain(ip);
      }
    });
  });

  test('manages each VM over the one management network that it is on', () => {
    always((plan) => {
      for (const vm of plan.domains.values()) {
        const touched = new Set(vm.nics.map(({ net }) => net).filter((net) => plan.nets.get(net)?.management));
        expect([...touched]).toEqual([vm.managementNet]);
        expect(vm.ip).toBe(vm.nics.find(({ net }) => net === vm.managementNet)?.ip);
      }
    });
  });

  test('reserves each address once, for its NIC, under a name that leads to it', () => {
    always((plan) => {
      for (const net of plan.nets.values()) {
        const nics = addressed(plan).filter((nic) => nic.net === net.name);
        const byIp = (a: { ip: string }, b: { ip: string }) => toNumber(a.ip) - toNumber(b.ip);
        expect(net.reservations.map(({ ip, mac }) => ({ ip, mac })).sort(byIp)).toEqual(
          nics.map(({ ip, mac }) => ({ ip, mac })).sort(byIp),
        );
        for (const { name, ip } of net.reservations) expect(net.mapping[name]).toBe(ip);
        expect(unique(net.reservations.map(({ mac }) => mac))).toBe(true);
      }
    });
  });

  test('serves strangers no address that is reserved, the gateway, or outside of the subnet', () => {
    always((plan) => {
      for (const net of plan.nets.values()) {
        const kept = [...net.reservations.map(({ ip }) => ip), ...(net.gw === undefined ? [] : [net.gw])].map(toNumber);
        for (const { start, end } of net.dhcpRanges ?? (net.dhcp ? [net.dhcp] : [])) {
          const [first, last] = [toNumber(start), toNumber(end)];
          expect(first).toBeLessThanOrEqual(last);
          const subnet = found(parseSubnet(found(net.subnet)));
          expect([contains(subnet, first), contains(subnet, last)]).toEqual([true, true]);
          expect(kept.filter((ip) => ip >= first && ip <= last)).toEqual([]);
        }
      }
    });
  });

  test('is written to libvirt with a way out unless it is isolated, and with IPv6 only where it is wanted', () => {
    always((plan) => {
      for (const net of [...plan.nets.values()].filter(({ type }) => type === 'nat')) {
        const xml = parseXml(networkXml(net, plan));
        expect(select(xml, 'network/forward')).toHaveLength(net.isolated === true ? 0 : 1);
        expect(select(xml, 'network/ip')).toHaveLength(net.ipv6 === false ? 1 : 2);
        expect(select(xml, 'network/ip/dhcp')).toHaveLength(net.dhcp ? select(xml, 'network/ip').length : 0);
      }
    });
  });
});

test('100 VMs on 10 networks fit', () => {
  const nets = Array.from({ length: 10 }, (_, index) => `net${index}`);
  const plan = planOf({
    domains: Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`vm${index}`, domain(nets, { disks: [disk()] })]),
    ),
    nets: Object.fromEntries(
      nets.map((net, index) => [net, { dhcp: { start: 100, end: 254 }, ...(index === 0 ? { management: true } : {}) }]),
    ),
  });
  expect(unique(nicsOf(plan).map(({ ip }) => ip))).toBe(true);
  // VM name, and three names per NIC: eth<i>, <net>, <net>-0.
  expect(Object.keys(found(plan.nets.get('net0')?.dnsRecords))).toHaveLength(100 + 3 * 1000);
});
