import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { seedFiles } from '../../../src/disks/provision/cloud-init.ts';
import { sysprepArgs } from '../../../src/disks/provision/sysprep.ts';
import { familyOf } from '../../../src/disks/provision/sysprep-distro.ts';
import { domainPlan } from './domain-plan.ts';

const KEY = 'ssh-ed25519 AAAAC3Nz lago';

describe('seedFiles', () => {
  test('user-data is cloud-config that gives root the key and names the guest', () => {
    const text = seedFiles(domainPlan(), `${KEY}\n`)['user-data'];
    expect(text.startsWith('#cloud-config\n')).toBe(true);
    expect(parse(text)).toEqual({
      locale: false,
      preserve_hostname: false,
      hostname: 'web',
      fqdn: 'web.lago.local',
      prefer_fqdn_over_hostname: false,
      disable_root: false,
      ssh_authorized_keys: [KEY],
      users: ['default', { name: 'root', ssh_authorized_keys: [KEY] }],
      ssh_pwauth: false,
      ssh_genkeytypes: ['ed25519'],
    });
  });

  test('another SSH user is made with sudo and the key; passwords open password logins', () => {
    const domain = domainPlan({ sshUser: 'admin', sshPassword: "a'b: #c", rootPassword: 'r:oot' });
    const data = parse(seedFiles(domain, KEY)['user-data']) as Record<string, unknown>;
    expect(data.users).toContainEqual({
      name: 'admin',
      sudo: 'ALL=(ALL) NOPASSWD:ALL',
      lock_passwd: false,
      passwd: '*',
      ssh_authorized_keys: [KEY],
    });
    expect(data).toMatchObject({
      ssh_pwauth: true,
      chpasswd: { expire: false, list: ["admin:a'b: #c", 'root:r:oot'] },
    });
  });

  test.each(['', 'a\nroot:b', 'a\0'])('a password that would break out of its line is refused: %j', (sshPassword) => {
    expect(() => seedFiles(domainPlan({ sshPassword }), KEY)).toThrow(/password of VM web/);
  });

  test('what the init file says goes behind ours, word for word instead of it', () => {
    const userData = {
      users: [{ name: 'more' }],
      packages: ['git'],
      chpasswd: { list: ['more:pw'], expire: true },
      locale: 'C.UTF-8',
      ssh_pwauth: null,
    };
    const data = parse(seedFiles(domainPlan({ rootPassword: 'x', cloudInit: { userData } }), KEY)['user-data']);
    expect(data).toMatchObject({
      users: ['default', { name: 'root', ssh_authorized_keys: [KEY] }, { name: 'more' }],
      packages: ['git'],
      chpasswd: { list: ['root:x', 'more:pw'], expire: true },
      locale: 'C.UTF-8',
      ssh_pwauth: null,
      hostname: 'web',
    });
  });

  test('a network configuration of the init file takes the place of ours', () => {
    const networkConfig = { version: 2, ethernets: {} };
    expect(parse(seedFiles(domainPlan({ cloudInit: { networkConfig } }), KEY)['network-config'])).toEqual(
      networkConfig,
    );
  });

  test('meta-data keeps its instance id for the life of the environment', () => {
    const expected = { 'instance-id': 'lago-00000000-0000-4000-8000-000000000001', 'local-hostname': 'web' };
    expect(parse(seedFiles(domainPlan(), KEY)['meta-data'])).toEqual(expected);
    expect(seedFiles(domainPlan(), KEY)).toEqual(seedFiles(domainPlan(), KEY));
  });

  test('every NIC gets DHCP by its MAC, and only that on the management network is waited for', () => {
    const domains = { 'dhcp4-overrides': { 'use-domains': true } };
    expect(parse(seedFiles(domainPlan(), KEY)['network-config'])).toEqual({
      version: 2,
      ethernets: {
        eth0: { match: { macaddress: '54:52:c0:a8:c9:02' }, dhcp4: true, ...domains, optional: true },
        eth1: { match: { macaddress: '54:52:c0:a8:c8:02' }, dhcp4: true, ...domains, mtu: 9000 },
      },
    });
  });
});

describe('sysprepArgs', () => {
  const files = { publicKey: '/p/key.pub' };

  test('any guest gets name, key and labels', () => {
    const args = ['--hostname', 'web', '--ssh-inject', 'root:file:/p/key.pub', '--selinux-relabel'];
    expect(sysprepArgs(domainPlan(), files)).toEqual(args);
  });

  test('a root password comes from a file', () => {
    const args = sysprepArgs(domainPlan({ rootPassword: 'geheim' }), { ...files, rootPassword: '/p/password' });
    expect(args.join(' ')).toContain('--root-password file:/p/password');
    expect(args.join(' ')).not.toContain('geheim');
  });

  test('another SSH user is made when missing and gets the key', () => {
    const args = sysprepArgs(domainPlan({ sshUser: 'admin' }), files).join(' ');
    expect(args).toMatch(/useradd --create-home admin .* --ssh-inject admin:file:\/p\/key\.pub/);
    expect(args).toContain('--write /etc/sudoers.d/90-lago-admin:admin ALL=(ALL) NOPASSWD:ALL\n --chmod 0440:');
    expect(args).not.toContain('--password admin');
  });

  test('the password of another SSH user comes from a file', () => {
    const args = sysprepArgs(domainPlan({ sshUser: 'admin' }), { ...files, userPassword: '/p/user' }).join(' ');
    expect(args).toContain('--password admin:file:/p/user');
  });

  test.each(['a b', '$(reboot)', '-x', '', 'a;b'])('the SSH user %j is refused', (sshUser) => {
    expect(() => sysprepArgs(domainPlan({ sshUser }), files)).toThrow(/is not a valid user name/);
  });

  const has = (distro: string, part: string) => sysprepArgs(domainPlan({ distro }), files).join('\n').includes(part);

  test.each([
    ['el6', { iscsi: true, ifcfg: true, kdump: false, grub: false, networkd: false }],
    ['el7', { iscsi: true, ifcfg: true, kdump: true, grub: true, networkd: false }],
    ['fc25', { iscsi: true, ifcfg: false, kdump: true, grub: true, networkd: false }],
    ['fc40', { iscsi: false, ifcfg: false, kdump: false, grub: false, networkd: false }],
    ['el9', { iscsi: false, ifcfg: false, kdump: false, grub: false, networkd: false }],
    ['debian12', { iscsi: false, ifcfg: false, kdump: false, grub: true, networkd: true }],
    ['cirros', { iscsi: false, ifcfg: false, kdump: false, grub: false, networkd: false }],
  ])('%s gets what it needs', (distro, expected) => {
    expect({
      iscsi: has(distro, 'InitiatorName=iqn.2014-07.org.lago:web:web'),
      ifcfg: has(distro, 'ifcfg-eth1:HWADDR="54:52:C0:A8:C8:02"\nBOOTPROTO=dhcp\nONBOOT=yes'),
      kdump: has(distro, 'multi-user.target.wants/kdump.service'),
      grub: has(distro, 'set timeout=0'),
      networkd: has(distro, '05-lago-eth0.link:[Match]\nMACAddress=54:52:c0:a8:c9:02\n[Link]\nName=eth0'),
    }).toEqual(expected);
  });
});

test.each([
  ['el7', 'el7'],
  ['centos-7', 'el7'],
  ['rhel 6', 'el6'],
  ['el8', 'other'],
  ['fedora26', 'fedora-old'],
  ['fedora', 'other'],
  ['Debian', 'debian'],
  ['ubuntu22.04', 'debian'],
  [undefined, 'other'],
  ['', 'other'],
])('familyOf(%j) is %s', (distro, family) => {
  expect(familyOf(distro)).toBe(family);
});
