import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disk, domain, found, planOf } from '../../support/plan.ts';

const netName = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}[a-z0-9]$/);
const vmName = fc.stringMatching(/^[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,4})?$/);

/** Environments that Lago's rules allow: every VM on one management network and any number of others. */
const environments = fc
  .record({
    names: fc.uniqueArray(netName, { minLength: 1, maxLength: 6 }),
    bridges: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    gateways: fc.array(fc.option(fc.integer({ min: 1, max: 254 }), { nil: undefined }), { minLength: 6, maxLength: 6 }),
    vms: fc.uniqueArray(vmName, { minLength: 1, maxLength: 12 }),
    choices: fc.array(
      fc.array(fc.record({ net: fc.nat(), host: fc.option(fc.integer({ min: 1, max: 254 }), { nil: undefined }) }), {
        minLength: 1,
        maxLength: 6,
      }),
      {
        minLength: 12,
        maxLength: 12,
      },
    ),
  })
  .map(({ names, bridges, gateways, vms, choices }) => {
    const nets = names.map((name, index) => ({
      name,
      bridge: index > 0 && bridges[index] === true,
      gateway: gateways[index],
    }));
    const used = new Map(nets.map(({ name, gateway }) => [name, new Set([gateway ?? 1])]));
    const nicsOf = (vm: number) =>
      (choices[vm] ?? []).map(({ net, host }, position) => {
        const target = found(nets[position === 0 ? 0 : net % nets.length]);
        const taken = found(used.get(target.name));
        if (host === undefined || target.bridge || taken.has(host)) return { net: target.name };
        taken.add(host);
        return { net: target.name, ip: `10.0.0.${host}` };
      });
    return {
      domains: Object.fromEntries(vms.map((name, index) => [name, domain(nicsOf(index))])),
      nets: Object.fromEntries(
        nets.map(({ name, bridge, gateway }, index) => [
          name,
          {
            type: bridge ? 'bridge' : 'nat',
            ...(index === 0 ? { management: true } : {}),
            ...(bridge ? {} : { dhcp: { start: 100, end: 254 } }),
            ...(bridge || gateway === undefined ? {} : { gw: `192.168.${210 + index}.${gateway}` }),
          },
        ]),
      ),
    };
  });

function nicsOf(plan: ReturnType<typeof planOf>) {
  return [...plan.domains.values()].flatMap((vm) => vm.nics.map((nic) => ({ ...nic, vm: vm.name })));
}

function unique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}

describe('every allowed environment', () => {
  test('has addresses that differ, lie in their subnet and are never the gateway', () => {
    fc.assert(
      fc.property(environments, (file) => {
        const plan = planOf(file);
        const ips = nicsOf(plan).flatMap(({ ip, net }) =>
          ip === undefined ? [] : [{ ip, net: found(plan.nets.get(net)) }],
        );
        expect(unique(ips.map(({ ip }) => ip))).toBe(true);
        for (const { ip, net } of ips) {
          expect(`${ip.split('.').slice(0, 3).join('.')}.0/24`).toBe(net.subnet);
          expect(ip).not.toBe(net.gw);
          expect(ip).not.toMatch(/\.(0|255)$/);
        }
        for (const nic of nicsOf(plan)) expect(nic.ip === undefined).toBe(plan.nets.get(nic.net)?.type === 'bridge');
      }),
    );
  });

  test('has MAC addresses, libvirt names, bridges, subnets and image files that differ', () => {
    fc.assert(
      fc.property(environments, (file) => {
        const plan = planOf(file);
        const nets = [...plan.nets.values()];
        expect(unique(nicsOf(plan).map(({ mac }) => mac))).toBe(true);
        expect(unique(nets.map(({ libvirtName }) => libvirtName))).toBe(true);
        expect(unique(nets.map(({ bridge }) => bridge))).toBe(true);
        expect(unique(nets.flatMap(({ subnet }) => subnet ?? []))).toBe(true);
        expect(
          [...nets.map(({ libvirtName }) => libvirtName), ...nets.map(({ bridge }) => bridge)].every(
            (name) => name.length <= 15,
          ),
        ).toBe(true);
        expect(unique([...plan.domains.values()].flatMap(({ disks }) => disks.map(({ path }) => path)))).toBe(true);
      }),
    );
  });

  test('resolves every VM and every NIC by name, on every management network', () => {
    fc.assert(
      fc.property(environments, (file) => {
        const plan = planOf(file);
        const management = [...plan.nets.values()].filter((net) => net.management);
        for (const { dnsRecords } of management) {
          for (const vm of plan.domains.values()) if (vm.ip !== undefined) expect(dnsRecords?.[vm.name]).toBe(vm.ip);
          const addresses = new Set(Object.values(dnsRecords ?? {}));
          for (const { ip } of nicsOf(plan)) if (ip !== undefined) expect(addresses).toContain(ip);
        }
      }),
    );
  });

  test('reserves each address once, for its NIC, under a name that leads to it', () => {
    fc.assert(
      fc.property(environments, (file) => {
        const plan = planOf(file);
        for (const net of plan.nets.values()) {
          const nics = nicsOf(plan).filter((nic) => nic.net === net.name && nic.ip !== undefined);
          const byIp = (a: { ip?: string | undefined }, b: { ip?: string | undefined }) =>
            String(a.ip) < String(b.ip) ? -1 : 1;
          expect(net.reservations.map(({ ip, mac }) => ({ ip, mac })).sort(byIp)).toEqual(
            nics.map(({ ip, mac }) => ({ ip, mac })).sort(byIp),
          );
          for (const { name, ip } of net.reservations) expect(net.mapping[name]).toBe(ip);
        }
      }),
    );
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
