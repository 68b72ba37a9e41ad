import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkForwardPolicy } from '../../../src/environment/doctor-forwarding.ts';
import { checkKernel } from '../../../src/environment/doctor-kernel.ts';
import { nesting } from '../../../src/providers/libvirt/checks.ts';
import { readKvmHost } from '../../../src/providers/libvirt/kvm-host.ts';

/** A root directory with these files. */
function root(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'lago-root-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, dirname(name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

const check = (files: Readonly<Record<string, string>>, name: string) =>
  checkKernel(['virbr0', '0a1b-lan'], root(files)).find((entry) => entry.name === name);

/** One line of /proc/net/ipv6_route for the default route over a device. */
const route = (device: string, flags: string) =>
  `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe800000000000000000000000000001 00000400 00000001 00000000 ${flags} ${device}\n`;

describe('forwarding', () => {
  const conf = 'proc/sys/net/ipv6/conf';

  it('is fine on a host without advertised routes', () => {
    expect(check({ [`${conf}/eth0/accept_ra`]: '1\n' }, 'forwarding')).toMatchObject({ status: 'ok' });
    expect(check({}, 'forwarding')).toMatchObject({ status: 'ok' });
  });

  it('#749: says before libvirt does that IPv6 networks would cost the host its routes, and mends that', () => {
    const files = {
      [`${conf}/all/accept_ra`]: '1\n',
      [`${conf}/eth0.7/accept_ra`]: '1\n',
      [`${conf}/eth1/accept_ra`]: '2\n',
      'proc/net/ipv6_route': route('eth0.7', '00450003') + route('eth1', '00450003'),
    };
    expect(check(files, 'forwarding')).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('eth0.7 would lose'),
      repair: [['sysctl', 'net.ipv6.conf.eth0/7.accept_ra=2']],
    });
  });

  it('does not count routes that somebody set by hand', () => {
    const files = { [`${conf}/eth0/accept_ra`]: '1\n', 'proc/net/ipv6_route': route('eth0', '00000003') };
    expect(check(files, 'forwarding')).toMatchObject({ status: 'ok' });
  });

  const dev = (...names: string[]) => ['Inter-|   Receive', ...names.map((name) => `  ${name}: 1 2 3`), ''].join('\n');

  it('is missed where a network with NAT is up and somebody has switched it off', () => {
    const files = { 'proc/sys/net/ipv4/ip_forward': '0\n', 'proc/net/dev': dev('lo', '0a1b-lan') };
    expect(check(files, 'forwarding')).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('(0a1b-lan)'),
      repair: [['sysctl', 'net.ipv4.ip_forward=1']],
    });
    expect(check({ ...files, 'proc/net/dev': dev('lo', 'docker0') }, 'forwarding')).toMatchObject({ status: 'ok' });
    expect(check({ ...files, 'proc/sys/net/ipv4/ip_forward': '1\n' }, 'forwarding')).toMatchObject({ status: 'ok' });
  });

  it('is missed for IPv4 where there is no IPv6 too', () => {
    const files = { 'proc/sys/net/ipv4/ip_forward': '0\n', 'proc/net/dev': dev('virbr0') };
    const found = check({ ...files, [`${conf}/all/disable_ipv6`]: '1\n' }, 'forwarding');
    expect(found).toMatchObject({ status: 'warning', detail: expect.stringContaining('IPv4 forwarding') });
  });

  it('says when there is no IPv6', () => {
    const found = check({ [`${conf}/all/disable_ipv6`]: '1\n' }, 'forwarding');
    expect(found).toMatchObject({ status: 'ok', detail: expect.stringContaining('IPv4 only') });
  });
});

describe('the policy of FORWARD', () => {
  const DOCKER = '-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n';
  const up = { 'proc/net/dev': '  virbr0: 1 2 3\n' };
  const filtered = { 'proc/sys/net/bridge/bridge-nf-call-iptables': '1\n' };
  const details = (rules: string, files: Readonly<Record<string, string>>) =>
    checkForwardPolicy(rules, ['virbr0'], root(files)).map(({ detail }) => detail);

  it.each([
    ['ACCEPT', '-P FORWARD ACCEPT\n', { ...up, ...filtered }],
    ['DROP behind the rules of libvirt', `${DOCKER}-A FORWARD -j LIBVIRT_FWX\n-A FORWARD -j LIBVIRT_FWI\n`, up],
    ['DROP behind rules of the user', `${DOCKER}-A FORWARD -i virbr0 -j ACCEPT\n`, up],
    ['DROP where nothing is up', DOCKER, {}],
    ['none', '', up],
  ])('harms nothing when it is %s', (_what, rules, files) => {
    expect(details(rules, files)).toEqual([]);
  });

  it('cuts networks with NAT where libvirt has no rules, and bridges that pass through it', () => {
    expect(details(DOCKER, up)).toEqual([expect.stringContaining('(virbr0) have no way out')]);
    expect(details(DOCKER, filtered)).toEqual([expect.stringContaining('`type: bridge` are cut')]);
  });
});

it('finds a filter that cuts bridges', () => {
  const file = 'proc/sys/net/bridge/bridge-nf-call-iptables';
  expect(check({ [file]: '1\n' }, 'bridge filter')).toMatchObject({ status: 'warning' });
  expect(check({ [file]: '0\n' }, 'bridge filter')).toBe(undefined);
});

describe('denials', () => {
  it.each([
    [
      'var/log/kern.log',
      'audit: type=1400 apparmor="DENIED" operation="open" profile="libvirt-0a1b" name="/srv/images/web.qcow2" pid=7\n',
      'AppArmor',
      '/srv/images/web.qcow2',
    ],
    [
      'var/log/audit/audit.log',
      'type=AVC msg=audit(1:2): avc:  denied  { read } for path="/home/me/x.qcow2" scontext=system_u:system_r:svirt_t:s0:c1\n',
      'SELinux',
      '/home/me/x.qcow2',
    ],
  ])('%s', (file, line, name, path) => {
    expect(check({ [file]: `old\n${line}new\n` }, name)).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining(path),
    });
  });

  it('leaves those of other programs alone', () => {
    const line = 'audit: apparmor="DENIED" operation="open" profile="/usr/bin/man" name="/x" pid=7\n';
    expect(check({ 'var/log/kern.log': line }, 'AppArmor')).toBe(undefined);
  });
});

describe('KVM of the host', () => {
  it.each([
    ['flags\t\t: fpu svm sse\n', '1', { flag: 'svm', module: 'kvm_amd', nested: true }],
    ['flags\t\t: fpu vmx\n', 'N', { flag: 'vmx', module: 'kvm_intel', nested: false }],
    ['flags\t\t: fpu vmxnet\n', 'Y', { flag: undefined, module: undefined, nested: undefined }],
    ['', '', { flag: undefined, module: undefined, nested: undefined }],
  ])('%j', (cpuinfo, nested, expected) => {
    const files = Object.fromEntries(
      ['kvm_amd', 'kvm_intel'].map((module) => [`sys/module/${module}/parameters/nested`, `${nested}\n`]),
    );
    expect(readKvmHost(root({ ...files, 'proc/cpuinfo': cpuinfo }))).toEqual(expected);
  });

  it('says whether guests can use it themselves, once it is there', () => {
    const host = { flag: 'svm', module: 'kvm_amd' } as const;
    expect(nesting({ ...host, nested: true })).toMatchObject([{ status: 'ok' }]);
    expect(nesting({ ...host, nested: false })).toMatchObject([
      { status: 'warning', fix: expect.stringContaining('options kvm_amd nested=1') },
    ]);
    expect(nesting({ ...host, nested: undefined })).toEqual([]);
  });
});
