import { describe, expect, test } from 'vitest';
import type { PlanContext } from '../../../src/environment/plan-context.ts';
import { domainXml } from '../../../src/providers/libvirt/domain-xml.ts';
import type { HostFacts } from '../../../src/providers/plan.ts';
import { disk, domain, found, MGMT, NAT, PREFIX, planOf, templates, UUID } from '../../support/plan.ts';
import { parseXml, select } from '../../support/xml.ts';

type Mapping = Readonly<Record<string, unknown>>;
const KVM: HostFacts = { acceleration: 'kvm', arch: 'x86_64' };
const TCG: HostFacts = { acceleration: 'tcg', arch: 'x86_64' };

function xmlOf(more: Mapping = {}, overrides: Partial<PlanContext> = {}) {
  const nets = { mgmt: MGMT, data: NAT, br: { type: 'bridge' } };
  const plan = planOf({ domains: { vm: domain(['mgmt'], more) }, nets }, overrides);
  const tree = parseXml(domainXml(found(plan.domains.get('vm')), plan));
  return { plan, at: (path: string) => select(tree, `domain/${path}`) };
}

const empty = (dev: string) => ({ name: dev, type: 'empty', size: '1G', format: 'qcow2', dev });
const iso = (dev: string) => ({ name: dev, type: 'file', path: 'cd.iso', format: 'iso', dev });
const file = (more: Mapping) => ({ name: 'f', type: 'file', path: 'f.raw', format: 'raw', dev: 'vdf', ...more });

describe('identity', () => {
  const { at, plan } = xmlOf();

  test('name, uuid and metadata belong to the environment', () => {
    expect(at('name')).toEqual(['0a1b2c3d-vm']);
    expect(at('uuid')).toEqual([plan.domains.get('vm')?.uuid]);
    expect(at('metadata/lago:environment/@uuid')).toEqual([UUID]);
    expect(at('metadata/lago:environment/@prefix')).toEqual([PREFIX]);
  });

  test('memory and processors', () => {
    expect([at('memory'), at('memory/@unit'), at('vcpu'), at('iothreads')].flat()).toEqual([
      { '#text': '1024', '@unit': 'MiB' },
      'MiB',
      '2',
      '1',
    ]);
  });

  test('the machine is what Lago has', () => {
    expect(at('os/type')).toEqual([{ '#text': 'hvm', '@arch': 'x86_64', '@machine': 'pc' }]);
    expect(at('features')).toEqual([{ acpi: [''], apic: [''], pae: [''], vmport: [{ '@state': 'off' }] }]);
    expect(at('pm')).toEqual([{ 'suspend-to-disk': [{ '@enabled': 'no' }], 'suspend-to-mem': [{ '@enabled': 'no' }] }]);
    expect(at('devices/memballoon/@model')).toEqual(['none']);
    expect(at('devices/rng/backend')).toEqual([{ '#text': '/dev/urandom', '@model': 'random' }]);
    expect(at('devices/channel/target/@name')).toEqual(['org.qemu.guest_agent.0']);
  });

  test('there is a screen to take pictures of, and nobody can look at it', () => {
    expect(at('devices/video/model/@type')).toEqual(['vga']);
    expect(at('devices/graphics')).toEqual([]);
  });
});

describe('acceleration', () => {
  test.each([
    [KVM, 'kvm', 'host-passthrough', ['kvmclock'], ['2']],
    [TCG, 'qemu', 'maximum', [], []],
  ])('%o', (host, type, mode, timers, queues) => {
    const { at } = xmlOf({}, { host });
    expect(at('@type')).toEqual([type]);
    expect(at('cpu/@mode')).toEqual([mode]);
    expect(at('clock/timer/@name')).toEqual(timers);
    expect(at('devices/interface/driver/@queues')).toEqual(queues);
  });

  test('the emulator is named only when it is known', () => {
    expect(xmlOf().at('devices/emulator')).toEqual([]);
    expect(xmlOf({}, { host: { ...KVM, emulator: '/usr/bin/qemu' } }).at('devices/emulator')).toEqual([
      '/usr/bin/qemu',
    ]);
  });
});

describe('CPU', () => {
  test('of the host, in NUMA cells', () => {
    expect(xmlOf({ vcpu: 4 }).at('cpu')).toEqual([
      {
        '@mode': 'host-passthrough',
        topology: [{ '@sockets': '4', '@cores': '1', '@threads': '1' }],
        numa: [
          {
            cell: [
              { '@id': '0', '@cpus': '0-1', '@memory': '512', '@unit': 'MiB' },
              { '@id': '1', '@cpus': '2-3', '@memory': '512', '@unit': 'MiB' },
            ],
          },
        ],
      },
    ]);
    expect(xmlOf({ vcpu: 1 }).at('cpu/numa')).toEqual([]);
  });

  test('of a model, with what nested guests need', () => {
    const host = { ...KVM, cpu: { vendor: 'AMD', features: ['svm'] }, cpuModels: new Map([['EPYC', 'AMD']]) };
    expect(xmlOf({ cpu_model: 'EPYC' }, { host }).at('cpu')).toEqual([
      {
        '@match': 'exact',
        model: ['EPYC'],
        topology: [{ '@sockets': '2', '@cores': '1', '@threads': '1' }],
        feature: [{ '@policy': 'require', '@name': 'svm' }],
      },
    ]);
  });

  test('of a model without KVM is not checked against what QEMU can emulate', () => {
    expect(xmlOf({ cpu_model: 'EPYC' }, { host: TCG }).at('cpu/@check')).toEqual(['none']);
  });

  test('of the file', () => {
    const custom = {
      '@mode': 'custom',
      '@match': 'exact',
      model: { '@fallback': true, '#text': 'Westmere & <co>' },
      feature: [{ '@policy': 'disable', '@name': 'aes' }, { '@name': 'svm' }],
      maxphysaddr: null,
    };
    expect(xmlOf({ cpu_custom: custom, vcpu: 3 }).at('cpu')).toEqual([
      {
        '@mode': 'custom',
        '@match': 'exact',
        model: [{ '@fallback': 'yes', '#text': 'Westmere & <co>' }],
        feature: [{ '@policy': 'disable', '@name': 'aes' }, { '@name': 'svm' }],
        maxphysaddr: [''],
        topology: [{ '@sockets': '3', '@cores': '1', '@threads': '1' }],
      },
    ]);
    expect(xmlOf({ cpu_custom: { '@mode': 'host-model' } }).at('cpu')).toEqual([{ '@mode': 'host-model' }]);
  });

  test('of the file, as the manual shows it (D4)', () => {
    const cell = (id: number) => ({ '@id': id, '@cpus': id, '@memory': 2048, '@unit': 'MiB' });
    const custom = {
      '@mode': 'custom',
      '@match': 'exact',
      model: { '@fallback': 'allow', '#text': 'Westmere' },
      feature: { '@policy': 'optional', '@name': 'vmx' },
      numa: { cell: [cell(0), cell(1)] },
    };
    const { at } = xmlOf({ vcpu: 2, cpu_custom: custom });
    const shown = `<cpu mode="custom" match="exact">
      <model fallback="allow">Westmere</model>
      <feature policy="optional" name="vmx"/>
      <numa>
        <cell id="0" cpus="0" memory="2048" unit="MiB"/>
        <cell id="1" cpus="1" memory="2048" unit="MiB"/>
      </numa>
      <topology cores="1" sockets="2" threads="1"/>
    </cpu>`;
    expect(at('cpu')).toEqual(select(parseXml(shown), 'cpu'));
    expect(at('vcpu')).toEqual(['2']);
  });

  test('of the file without KVM is what comes nearest', () => {
    const cpuOf = (custom: Mapping) => xmlOf({ cpu_custom: custom }, { host: TCG }).at('cpu');
    expect(cpuOf({ '@mode': 'host-passthrough' })).toEqual([{ '@mode': 'maximum' }]);
    expect(cpuOf({ '@match': 'exact', model: 'EPYC' })).toEqual([
      { '@match': 'exact', '@check': 'none', model: ['EPYC'] },
    ]);
    expect(cpuOf({ '@match': 'exact', '@check': 'full' })).toEqual([{ '@match': 'exact', '@check': 'full' }]);
  });
});

describe('disks', () => {
  test('virtio, in the order of the file, numbered', () => {
    const { at } = xmlOf({ disks: [disk(), empty('vdb')] });
    expect(at('devices/disk')).toEqual([
      {
        '@type': 'file',
        '@device': 'disk',
        driver: [
          {
            '@name': 'qemu',
            '@type': 'qcow2',
            '@cache': 'unsafe',
            '@discard': 'unmap',
            '@iothread': '1',
            '@queues': '1',
          },
        ],
        source: [{ '@file': `${PREFIX}/images/vm_root.qcow2` }],
        backingStore: [
          {
            '@type': 'file',
            format: [{ '@type': 'qcow2' }],
            source: [{ '@file': '/store/repo:debian12:1' }],
            backingStore: [''],
          },
        ],
        target: [{ '@dev': 'vda', '@bus': 'virtio' }],
        serial: ['1'],
      },
      expect.objectContaining({ serial: ['2'], source: [{ '@file': `${PREFIX}/images/vm_vdb.qcow2` }] }),
    ]);
    expect(at('devices/controller/@type')).toEqual(['usb']);
  });

  test('what is below a disk over any image is spelled out once that is known', () => {
    const { plan } = xmlOf({ disks: [file({}), empty('vdb')] });
    const vm = found(plan.domains.get('vm'));
    const below = ['/work/f.qcow2', '/store/repo:debian12:1'].map((file) => ({
      file,
      format: 'qcow2' as const,
      keepsOwner: false,
    }));
    const disks = vm.disks.map((one, index) => (index === 0 ? { ...one, chain: below } : one));
    const tree = parseXml(domainXml({ ...vm, disks }, plan));
    const stores = 'domain/devices/disk/backingStore';
    expect(select(tree, `${stores}/source/@file`)).toEqual(['/work/f.qcow2']);
    expect(select(tree, `${stores}/backingStore/source/@file`)).toEqual(['/store/repo:debian12:1']);
    expect(select(tree, `${stores}/backingStore/backingStore`)).toEqual(['']);
    expect(select(parseXml(domainXml(vm, plan)), stores)).toEqual([]);
  });

  test('overlays are not flushed to the host, what may be kept is', () => {
    const disks = [disk(), empty('vdb'), file({}), file({ name: 'c', dev: 'vdg', make_a_copy: true })];
    expect(xmlOf({ disks }).at('devices/disk/driver/@cache')).toEqual(['unsafe', 'writeback', 'unsafe', 'writeback']);
  });

  test('SCSI disks share controllers of seven, each with a queue per processor', () => {
    const disks = Array.from('abcdefgh', (letter) => empty(`sd${letter}`));
    const { at } = xmlOf({ vcpu: 3, disks });
    expect(at('devices/controller').slice(0, 2)).toEqual(
      ['0', '1'].map((index) => ({
        '@type': 'scsi',
        '@index': index,
        '@model': 'virtio-scsi',
        driver: [{ '@queues': '3', '@iothread': '1' }],
      })),
    );
    expect(new Set(at('devices/disk/target/@bus'))).toEqual(new Set(['scsi']));
    expect(at('devices/disk/driver/@iothread')).toEqual([]);
  });

  test('CD-ROMs are read-only and raw', () => {
    const { at } = xmlOf({ disks: [disk(), iso('hdc')] });
    expect(at('devices/disk')[1]).toEqual({
      '@type': 'file',
      '@device': 'cdrom',
      driver: [{ '@name': 'qemu', '@type': 'raw' }],
      source: [{ '@file': '/work/cd.iso' }],
      target: [{ '@dev': 'hdc', '@bus': 'ide' }],
      readonly: [''],
      serial: ['2'],
    });
  });

  test('a cloud-init seed is the last, a read-only virtio disk', () => {
    const { at } = xmlOf({}, { resolveTemplate: templates({ debian12: { provision: 'cloud-init' } }) });
    expect(at('devices/disk')[1]).toEqual({
      '@type': 'file',
      '@device': 'disk',
      driver: [{ '@name': 'qemu', '@type': 'raw' }],
      source: [{ '@file': `${PREFIX}/images/vm_cloud-init.iso` }],
      target: [{ '@dev': 'vdb', '@bus': 'virtio' }],
      readonly: [''],
      serial: ['2'],
    });
    expect(at('sysinfo')).toEqual([]);
  });

  test.each([
    [[disk()], ['hd'], ['no']],
    [[iso('hdc'), empty('vda')], ['hd', 'cdrom'], ['no']],
    [[iso('hdc')], ['cdrom'], ['no']],
    [[iso('hdc'), disk()], ['cdrom', 'hd'], ['no']],
    [[disk(), iso('hdc')], ['hd', 'cdrom'], ['no']],
    [[], ['network'], []],
  ])('boot order %#', (disks, order, rom) => {
    const { at } = xmlOf({ disks });
    expect(at('os/boot/@dev')).toEqual(order);
    expect(at('devices/interface/rom/@enabled')).toEqual(rom);
  });

  test('the boot order of the file is that of devices, and needs boot ROMs only for the network', () => {
    const disks = [disk(), iso('hdc')];
    const { at } = xmlOf({ disks, boot: ['cdrom', 'root'] });
    expect(at('os/boot')).toEqual([]);
    expect(at('devices/disk').map((tree) => select(tree, 'boot/@order'))).toEqual([['2'], ['1']]);
    expect(at('devices/interface/rom/@enabled')).toEqual(['no']);
    const network = xmlOf({ disks, boot: ['network', 'hd'] });
    expect(network.at('devices/interface/boot/@order')).toEqual(['1']);
    expect(network.at('devices/interface/rom')).toEqual([]);
  });

  test('a file that is used in place is flushed to the host', () => {
    const { at } = xmlOf({ disks: [disk(), file({ in_place: true })] });
    expect(at('devices/disk/driver/@cache')).toEqual(['unsafe', 'writeback']);
    expect(at('devices/disk/source/@file')).toContain('/work/f.raw');
  });
});

test('NICs, in the order of the file', () => {
  const { at, plan } = xmlOf({ nics: [{ net: 'mgmt', mtu: 1400 }, { net: 'br' }] });
  const nics = found(plan.domains.get('vm')).nics;
  expect(at('devices/interface')).toEqual([
    {
      '@type': 'network',
      mac: [{ '@address': '54:52:c0:a8:c8:02' }],
      source: [{ '@network': '0a1b-mgmt' }],
      model: [{ '@type': 'virtio' }],
      driver: [{ '@queues': '2' }],
      mtu: [{ '@size': '1400' }],
      rom: [{ '@enabled': 'no' }],
    },
    {
      '@type': 'network',
      mac: [{ '@address': nics[1]?.mac }],
      source: [{ '@network': '0a1b-br' }],
      model: [{ '@type': 'virtio' }],
      driver: [{ '@queues': '2' }],
      rom: [{ '@enabled': 'no' }],
    },
  ]);
});

test('a NIC of another model has no queues, which only virtio knows, and the MAC address of the file', () => {
  const { at } = xmlOf({ nics: [{ net: 'mgmt', model: 'e1000', mac: '52:54:00:AA:00:01' }] }, { host: KVM });
  expect(at('devices/interface')).toEqual([
    {
      '@type': 'network',
      mac: [{ '@address': '52:54:00:aa:00:01' }],
      source: [{ '@network': '0a1b-mgmt' }],
      model: [{ '@type': 'e1000' }],
      rom: [{ '@enabled': 'no' }],
    },
  ]);
});

test('the key is handed over in SMBIOS strings', () => {
  const { at, plan } = xmlOf();
  expect(at('os/smbios/@mode')).toEqual(['sysinfo']);
  expect(at('sysinfo')).toEqual([{ '@type': 'smbios', oemStrings: [{ entry: plan.domains.get('vm')?.oemStrings }] }]);
  expect(xmlOf({ bootstrap: false }).at('os/smbios')).toEqual([]);
});

test('the serial console goes to a file and to a terminal', () => {
  const { at } = xmlOf();
  expect(at('devices/serial')).toEqual([
    { '@type': 'pty', log: [{ '@file': `${PREFIX}/logs/vm-serial.log`, '@append': 'on' }], target: [{ '@port': '0' }] },
  ]);
  expect(at('devices/console/target/@type')).toEqual(['serial', 'virtio']);
});

test('EL 6 gets the plainer machine that Lago gives it', () => {
  const { at } = xmlOf({ distro: 'el6' });
  expect([at('pm'), at('os/bios')]).toEqual([[], []]);
  expect(at('devices/console/target/@type')).toEqual(['serial']);
  expect(xmlOf().at('os/bios/@useserial')).toEqual(['no']);
});

test('ARM machines have neither what is x86 only nor BIOS', () => {
  const { at } = xmlOf({}, { host: { acceleration: 'kvm', arch: 'aarch64' } });
  expect(at('os/@firmware')).toEqual(['efi']);
  expect(at('os/type/@machine')).toEqual(['virt']);
  expect([at('os/bios'), at('features/apic'), at('clock/timer')]).toEqual([[], [], []]);
});

describe('what the file asks for', () => {
  test('EFI is chosen by libvirt, without Secure Boot, and keeps its variables in a file of ours', () => {
    const { at } = xmlOf({ firmware: 'efi' });
    expect(at('os/@firmware')).toEqual(['efi']);
    expect(at('os/type/@machine')).toEqual(['q35']);
    expect(at('os/firmware/feature')).toEqual([{ '@enabled': 'no', '@name': 'secure-boot' }]);
    expect(at('os/nvram')).toEqual([`${PREFIX}/images/vm_nvram.fd`]);
    expect([at('os/loader'), at('os/bios')]).toEqual([[], []]);
  });

  test('Secure Boot comes with the keys of the distributions', () => {
    const { at } = xmlOf({ firmware: 'secure' });
    expect(at('os/firmware/feature')).toEqual([
      { '@enabled': 'yes', '@name': 'secure-boot' },
      { '@enabled': 'yes', '@name': 'enrolled-keys' },
    ]);
    expect(at('os/loader/@secure')).toEqual(['yes']);
  });

  test('a TPM keeps its state while the machine is off', () => {
    expect(xmlOf({ tpm: true }).at('devices/tpm')).toEqual([
      { '@model': 'tpm-crb', backend: [{ '@type': 'emulator', '@version': '2.0', '@persistent_state': 'yes' }] },
    ]);
    expect(xmlOf().at('devices/tpm')).toEqual([]);
  });

  test('a screen is for this host only, and has no fixed port', () => {
    expect(xmlOf({ graphics: 'vnc' }).at('devices/graphics')).toEqual([
      {
        '@type': 'vnc',
        '@autoport': 'yes',
        '@listen': '127.0.0.1',
        listen: [{ '@type': 'address', '@address': '127.0.0.1' }],
      },
    ]);
  });

  test.each([
    ['cirrus', { '@type': 'cirrus', '@vram': '16384', '@heads': '1' }],
    ['virtio', { '@type': 'virtio', '@heads': '1' }],
    ['none', { '@type': 'none' }],
  ])('video %s', (video, model) => {
    expect(xmlOf({ video }).at('devices/video/model')).toEqual([model]);
  });

  test('shared directories never give away the rights of QEMU, and virtiofs gets at the memory', () => {
    const shares = [{ source: 'a' }, { source: 'b', tag: 'results', type: 'virtiofs', readonly: false }];
    const { at } = xmlOf({ shares });
    expect(at('devices/filesystem')).toEqual([
      {
        '@type': 'mount',
        '@accessmode': 'squash',
        source: [{ '@dir': '/work/a' }],
        target: [{ '@dir': 'share0' }],
        readonly: [''],
      },
      {
        '@type': 'mount',
        '@accessmode': 'passthrough',
        driver: [{ '@type': 'virtiofs' }],
        source: [{ '@dir': '/work/b' }],
        target: [{ '@dir': 'results' }],
      },
    ]);
    expect(at('memoryBacking')).toEqual([{ source: [{ '@type': 'memfd' }], access: [{ '@mode': 'shared' }] }]);
    expect(xmlOf({ shares: shares.slice(0, 1) }).at('memoryBacking')).toEqual([]);
  });

  test('another architecture is emulated whatever the host can', () => {
    const { at } = xmlOf({ arch: 'aarch64' }, { host: { ...KVM, emulator: '/usr/bin/qemu-system-x86_64' } });
    expect(at('@type')).toEqual(['qemu']);
    expect(at('os/type')).toEqual([{ '#text': 'hvm', '@arch': 'aarch64', '@machine': 'virt' }]);
    expect(at('cpu/@mode')).toEqual(['maximum']);
    expect(at('devices/emulator')).toEqual([]);
    expect(at('os/nvram')).toEqual([`${PREFIX}/images/vm_nvram.fd`]);
  });
});
