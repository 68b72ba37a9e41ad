import { expect, test } from 'vitest';
import { DOMAIN_DEFAULTS } from '../../../src/environment/plan-context.ts';
import { planToJson } from '../../../src/environment/plan-json.ts';
import { disk, domain, MGMT, NAT, planOf, templates, UUID } from '../../support/plan.ts';

const file = {
  domains: {
    web: domain(['mgmt', 'data', { net: 'br' }], {
      groups: ['front'],
      'root-password': 'very-secret',
      disks: [
        disk(),
        { name: 'e', type: 'empty', size: '1G', format: 'qcow2', dev: 'vdb' },
        { name: 'f', type: 'file', path: 'x.raw', format: 'raw', dev: 'vdc' },
        { name: 'c', type: 'file', path: 'x.raw', format: 'raw', dev: 'vdd', make_a_copy: true },
        { name: 'i', type: 'file', path: 'x.iso', format: 'iso', dev: 'hdc' },
      ],
    }),
    odd: domain(['mgmt'], {
      arch: 'x86_64',
      machine: 'pc-q35-7.2',
      firmware: 'secure',
      tpm: true,
      graphics: 'vnc',
      video: 'none',
      boot: ['network', 'root'],
      shares: [{ source: 'a', target: '/srv' }],
      disks: [
        disk({ resize: '20G' }),
        { name: 'k', type: 'file', path: 'k.raw', in_place: true, format: 'raw', dev: 'vdb' },
      ],
    }),
  },
  nets: { mgmt: { ...MGMT, mtu: 1400 }, data: NAT, br: { type: 'bridge' } },
};
const plan = planOf(file, { defaults: { ...DOMAIN_DEFAULTS, sshPassword: 'very-secret' } });
const json = planToJson(plan, { domains: new Map([['web', '<domain/>']]), nets: new Map([['mgmt', '<network/>']]) });

test('a disk says how it is built, but not with what: that may be secret', () => {
  const build = [{ 'virt-customize': { 'root-password': 'password:very-secret' } }, { boot: { run: 'true' } }];
  const resolveTemplate = templates({ debian12: { provision: 'smbios' } });
  const built = planOf(
    { domains: { vm0: domain(['mgmt'], { disks: [disk({ build })] }) }, nets: { mgmt: NAT } },
    { resolveTemplate },
  );
  const shown = planToJson(built, { domains: new Map(), nets: new Map() });
  expect(shown).toMatchObject({ domains: { vm0: { disks: [{ build: ['virt-customize', 'boot'] }] } } });
  expect(JSON.stringify(shown)).not.toContain('very-secret');
});

test('domains', () => {
  expect(json).toMatchObject({
    uuid: UUID,
    domains: {
      web: {
        memory: 1024,
        vcpu: 2,
        mgmt_net: 'mgmt',
        ip: '192.168.200.2',
        fqdn: 'web.lago.local',
        nics: [
          { net: 'mgmt', ip: '192.168.200.2', mac: '54:52:c0:a8:c8:02', mtu: 1400 },
          { net: 'data', ip: '192.168.201.2', mac: '54:52:c0:a8:c9:02' },
          { net: 'br', mac: expect.any(String) },
        ],
        disks: [
          {
            name: 'root',
            type: 'template',
            template_name: 'debian12',
            template_version: '1',
            dev: 'vda',
            format: 'qcow2',
          },
          { name: 'e', type: 'empty', size: 2 ** 30 },
          { name: 'f', type: 'file', backing_file: '/work/x.raw', backing_format: 'raw', format: 'qcow2' },
          { name: 'c', type: 'file', copied_from: '/work/x.raw', make_a_copy: true, format: 'raw' },
          { name: 'i', type: 'file', path: '/work/x.iso', format: 'iso', bus: 'ide' },
        ],
        groups: ['front'],
        'vm-type': 'default',
        'vm-provider': 'local-libvirt',
        'ssh-user': 'root',
        provision: 'smbios',
      },
    },
  });
});

test('what kind of machine a domain is', () => {
  expect(json).toMatchObject({
    domains: {
      odd: {
        machine: 'pc-q35-7.2',
        firmware: 'secure',
        tpm: true,
        graphics: 'vnc',
        video: 'none',
        boot: ['eth0', 'vda'],
        shares: [{ source: '/work/a', tag: 'share0', target: '/srv', type: '9p', readonly: true }],
        disks: [{ resize: 20 * 2 ** 30 }, { type: 'file', in_place: true, path: '/work/k.raw' }],
      },
    },
  });
});

test('networks', () => {
  expect(json).toMatchObject({
    nets: {
      mgmt: {
        type: 'nat',
        management: true,
        gw: '192.168.200.1',
        dhcp: { start: 100, end: 254 },
        mtu: 1400,
        dns_domain_name: 'lago.local',
        mapping: plan.nets.get('mgmt')?.mapping,
        dns_records: plan.nets.get('mgmt')?.dnsRecords,
      },
      data: { management: false, dns_forward: '192.168.200.1' },
      br: { type: 'bridge', mapping: {} },
    },
  });
});

test('XML is beside them', () => {
  expect(json.xml).toEqual({ domains: { web: '<domain/>' }, nets: { mgmt: '<network/>' } });
});

test('it survives JSON, and tells no password', () => {
  const text = JSON.stringify(json);
  expect(JSON.parse(text)).toEqual(json);
  expect(text).not.toContain('very-secret');
});
