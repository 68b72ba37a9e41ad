import { describe, expect, test } from 'vitest';
import { tryRun } from '../../../src/host/exec.ts';
import { NIC_MODELS } from '../../../src/initfile/types.ts';
import { domainXml } from '../../../src/providers/libvirt/domain-xml.ts';
import { networkXml } from '../../../src/providers/libvirt/network-xml.ts';
import { disk, domain, MGMT, NAT, planOf, templates } from '../../support/plan.ts';

type Mapping = Readonly<Record<string, unknown>>;

const empty = (dev: string, more: Mapping = {}) => ({
  name: dev,
  type: 'empty',
  size: '1G',
  format: 'qcow2',
  dev,
  ...more,
});
const iso = (dev: string) => ({ name: dev, type: 'file', path: 'cd & <disk>.iso', format: 'iso', dev });
const custom = {
  '@mode': 'custom',
  '@match': 'exact',
  model: { '@fallback': 'allow', '#text': 'EPYC' },
  feature: [{ '@policy': 'disable', '@name': 'svm' }],
};

/** One domain for each thing that XML depends on. */
const domains = {
  plain: domain(['mgmt']),
  one: domain(['mgmt'], { vcpu: 1 }),
  'many-cpus': domain(['mgmt'], { vcpu: 12 }),
  nics: domain(['mgmt', 'mgmt', 'plain-net', { net: 'big' }, { net: 'br', mtu: 1400 }]),
  models: domain(
    NIC_MODELS.map((model) => ({ net: 'mgmt', model, ...(model === 'e1000' ? { mac: '52:54:00:00:00:01' } : {}) })),
  ),
  disks: domain(['mgmt'], { disks: [disk(), empty('vdb', { format: 'raw' }), iso('hdc')] }),
  scsi: domain(['mgmt'], { disks: [...Array.from('abcdefgh', (letter) => empty(`sd${letter}`)), iso('sdi')] }),
  'no-disk': domain(['mgmt'], { disks: [] }),
  installer: domain(['mgmt'], { disks: [iso('hda'), empty('vda')] }),
  el6: domain(['mgmt'], { distro: 'el6' }),
  model: domain(['mgmt'], { cpu_model: 'EPYC' }),
  custom: domain(['mgmt'], { cpu_custom: custom, vcpu: 2 }),
  cloud: domain(['mgmt'], { disks: [disk({ template_name: 'cloud' })] }),
  user: domain(['mgmt'], { 'ssh-user': 'debian' }),
  q35: domain(['mgmt'], { arch: 'x86_64', machine: 'q35', disks: [disk(), iso('hdc'), empty('sdb', { bus: 'sata' })] }),
  efi: domain(['mgmt'], { firmware: 'efi', boot: ['cdrom', 'root', 'network'], disks: [disk(), iso('sdc')] }),
  secure: domain(['mgmt'], { arch: 'x86_64', firmware: 'secure' }),
  tpm: domain(['mgmt'], { tpm: true, graphics: 'vnc', video: 'none' }),
  arm: domain(['mgmt'], { arch: 'aarch64', tpm: true, graphics: 'vnc' }),
  shares: domain(['mgmt'], { shares: [{ source: 'a & b' }, { source: 'c', type: 'virtiofs', readonly: false }] }),
  place: domain(['mgmt'], {
    disks: [disk(), { name: 'f', type: 'file', path: 'f', format: 'raw', dev: 'vdb', in_place: true }],
  }),
};
const nets = {
  mgmt: { ...MGMT, dns_records: { external: '10.0.0.1' } },
  'plain-net': {},
  big: { ...NAT, mtu: 9000 },
  small: { ...NAT, mtu: 1000 },
  br: { type: 'bridge' },
  isolated: { ...NAT, isolated: true, ipv6: false },
  wide: { subnet: '192.168.208.0/20', dhcp: { start: 2, end: 4000 }, ipv6: 'fd00:1::/64' },
};

/** What virt-xml-validate objects to; empty when the text is valid. */
async function objections(xml: string, schema: 'domain' | 'network'): Promise<string> {
  const result = await tryRun('virt-xml-validate', ['-', schema], { input: xml });
  return result.code === 0 ? '' : `${result.stdout}${result.stderr}\n${xml}`;
}

const cpu = { vendor: 'AMD', features: ['svm'] };
const cpuModels = new Map([['EPYC', 'AMD']]);
const resolveTemplate = templates({ debian12: { provision: 'smbios' }, cloud: { provision: 'cloud-init' } });
const planFor = (acceleration: 'kvm' | 'tcg', arch: 'x86_64' | 'aarch64') =>
  planOf(
    { domains, nets },
    { host: { acceleration, arch, emulator: '/usr/bin/qemu', cpu, cpuModels }, resolveTemplate },
  );

describe.each([
  ['kvm', 'x86_64'],
  ['tcg', 'x86_64'],
  ['kvm', 'aarch64'],
] as const)('%s on %s', (acceleration, arch) => {
  const plan = planFor(acceleration, arch);

  test.concurrent.each(
    [...plan.domains.values()].map((vm) => [vm.name, vm] as const),
  )('domain %s is valid', async (_name, vm) => {
    expect(await objections(domainXml(vm, plan), 'domain')).toBe('');
  });
});

describe('networks', () => {
  const plan = planFor('kvm', 'x86_64');

  test.concurrent.each(
    [...plan.nets.values()].map((net) => [net.name, net] as const),
  )('%s is valid', async (_name, net) => {
    expect(await objections(networkXml(net, plan), 'network')).toBe('');
  });
});

test('the validator does object to what is wrong', async () => {
  const plan = planOf({ domains: { plain: domains.plain }, nets });
  const [xml = ''] = [...plan.domains.values()].map((vm) => domainXml(vm, plan));
  expect(await objections(xml.replace('<vcpu>2</vcpu>', '<vcpu>two</vcpu>'), 'domain')).toContain('two');
});
