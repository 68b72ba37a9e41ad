import { describe, expect, test } from 'vitest';
import type { PlanContext } from '../../../src/environment/plan-context.ts';
import type { HostFacts } from '../../../src/providers/plan.ts';
import { disk, domain, found, NAT, PREFIX, planOf, problemsOf, templates } from '../../support/plan.ts';

type Mapping = Readonly<Record<string, unknown>>;

const fileWith = (more: Mapping) => ({ domains: { vm: domain(['mgmt'], more) }, nets: { mgmt: NAT } });
const vmOf = (more: Mapping = {}, overrides: Partial<PlanContext> = {}) =>
  found(planOf(fileWith(more), overrides).domains.get('vm'));
const codesOf = (more: Mapping, overrides: Partial<PlanContext> = {}) =>
  problemsOf(fileWith(more), overrides).map(({ code, path }) => [code, path.slice(2).join('.')]);

const HOST: HostFacts = {
  acceleration: 'kvm',
  arch: 'x86_64',
  architectures: ['x86_64'],
  firmware: [{ arch: 'x86_64', kind: 'efi' }],
  tpm: false,
};
const ARM: HostFacts = { acceleration: 'kvm', arch: 'aarch64' };
const file = (more: Mapping) => ({ name: 'f', type: 'file', path: 'f.raw', format: 'raw', dev: 'vdf', ...more });
const iso = (more: Mapping = {}) => ({ name: 'cd', type: 'file', path: 'cd.iso', format: 'iso', dev: 'hdc', ...more });
const empty = (more: Mapping) => ({ name: 'e', type: 'empty', size: '1G', format: 'qcow2', dev: 'vde', ...more });

describe('the machine', () => {
  test('says nothing that is as always', () => {
    const plan = vmOf({ arch: 'x86_64', machine: 'pc', firmware: 'bios', graphics: 'none', tpm: false });
    for (const key of ['arch', 'machine', 'firmware', 'tpm', 'graphics', 'video', 'boot', 'shares']) {
      expect(plan).not.toHaveProperty(key);
    }
  });

  test('is what the file says', () => {
    expect(
      vmOf({ machine: 'pc-q35-7.2', firmware: 'secure', tpm: true, graphics: 'vnc', video: 'none' }),
    ).toMatchObject({
      machine: 'pc-q35-7.2',
      firmware: { kind: 'secure', nvram: `${PREFIX}/images/vm_nvram.fd` },
      tpm: true,
      graphics: 'vnc',
      video: 'none',
    });
  });

  test('of another architecture has EFI, and the CPU models of the host do not count', () => {
    const host = { ...HOST, architectures: ['x86_64', 'aarch64'], cpuModels: new Map([['EPYC', 'AMD']]) } as const;
    const firmware = [{ arch: 'aarch64', kind: 'efi' }] as const;
    const plan = vmOf({ arch: 'aarch64', cpu_model: 'cortex-a57' }, { host: { ...host, firmware } });
    expect(plan).toMatchObject({
      arch: 'aarch64',
      firmware: { kind: 'efi' },
      cpu: { kind: 'model', model: 'cortex-a57' },
    });
    expect(vmOf({ arch: 'aarch64' }, { host: ARM })).not.toHaveProperty('arch');
  });

  test.each<[Mapping, HostFacts, string, string]>([
    [{ machine: 'virt' }, HOST, 'BAD_MACHINE', 'machine'],
    [{ machine: 'microvm' }, HOST, 'BAD_MACHINE', 'machine'],
    [{ machine: 'q35' }, ARM, 'BAD_MACHINE', 'machine'],
    [{ firmware: 'bios' }, ARM, 'BAD_MACHINE', 'firmware'],
    [{ firmware: 'secure' }, ARM, 'BAD_MACHINE', 'firmware'],
    [{ firmware: 'secure', machine: 'pc' }, { ...HOST, firmware: [] }, 'BAD_MACHINE', 'firmware'],
    [{ arch: 'aarch64' }, { ...HOST, firmware: [{ arch: 'aarch64', kind: 'efi' }] }, 'ARCH_UNAVAILABLE', 'arch'],
    [{ firmware: 'secure' }, HOST, 'FIRMWARE_UNAVAILABLE', 'firmware'],
    [{ firmware: 'efi' }, { ...HOST, firmware: [] }, 'FIRMWARE_UNAVAILABLE', 'firmware'],
    [{ tpm: true }, HOST, 'TPM_UNAVAILABLE', 'tpm'],
  ])('cannot be %o on %o', (more, host, code, key) => {
    expect(codesOf(more, { host })).toContainEqual([code, key]);
  });

  test.each<[Mapping, HostFacts, string]>([
    [{ arch: 'aarch64' }, HOST, 'qemu-system-arm (Debian, Ubuntu)'],
    [{ arch: 'aarch64' }, { ...HOST, architectures: ['aarch64'] }, 'qemu-efi-aarch64 (Debian, Ubuntu)'],
    [{ firmware: 'efi' }, { ...HOST, firmware: [] }, 'ovmf (Debian, Ubuntu)'],
    [{ tpm: true }, HOST, 'swtpm and swtpm-tools'],
  ])('that lacks a package of the host names it: %o', (more, host, name) => {
    const hints = problemsOf(fileWith(more), { host }).map(({ hint }) => hint);
    expect(hints).toContainEqual(expect.stringContaining(name));
  });
});

describe('boot order', () => {
  const disks = [disk(), iso(), empty({}), iso({ name: 'cd2', dev: 'hdd' })];
  const order = (boot: unknown, more: Mapping = {}) =>
    vmOf({ disks, boot, nics: [{ net: 'mgmt' }, { net: 'mgmt' }], ...more }).boot;
  const on = (dev: string) => ({ kind: 'disk', dev });

  test.each([
    ['network', [0, 1].map((index) => ({ kind: 'nic', index }))],
    [
      ['cdrom', 'hd'],
      [on('hdc'), on('hdd'), on('vda'), on('vde')],
    ],
    [
      ['cd2', 'root', 'cdrom'],
      [on('hdd'), on('vda'), on('hdc')],
    ],
    [['e', 'e'], [on('vde')]],
  ])('%j', (boot, expected) => {
    expect(order(boot)).toEqual(expected);
  });

  test('leaves the seed of cloud-init out', () => {
    const resolveTemplate = templates({ debian12: { provision: 'cloud-init' } });
    expect(vmOf({ boot: 'hd' }, { resolveTemplate }).boot).toEqual([on('vda')]);
  });

  test('names what there is when it names something else', () => {
    expect(problemsOf(fileWith({ disks, boot: ['hd', 'rooot'] }))).toMatchObject([
      { code: 'BAD_BOOT', path: ['domains', 'vm', 'boot', 1], hint: 'did you mean `root`?' },
    ]);
  });

  test('that names only devices there are none of has no effect, which is told', () => {
    const warnings = (boot: unknown) => planOf(fileWith({ boot })).warnings;
    expect(warnings('cdrom')).toMatchObject([
      {
        code: 'BAD_BOOT',
        severity: 'warning',
        path: ['domains', 'vm', 'boot'],
        message: expect.stringContaining('cdrom'),
      },
    ]);
    expect(warnings(['cdrom', 'hd'])).toEqual([]);
  });
});

test('Secure Boot is not to be had by another machine type where there is no q35', () => {
  const hint = (more: Mapping) => problemsOf(fileWith({ firmware: 'secure', ...more }))[0]?.hint;
  expect(hint({ arch: 'aarch64' })).toBe('write `firmware: efi`');
  expect(hint({ machine: 'pc' })).toBe('write `machine: q35`, or `firmware: efi`');
});

describe('buses', () => {
  test.each([
    [{}, iso(), 'ide'],
    [{ machine: 'q35' }, iso(), 'sata'],
    [{ firmware: 'efi' }, iso(), 'sata'],
    [{ arch: 'aarch64' }, iso(), 'scsi'],
    [{}, iso({ dev: 'sdc' }), 'scsi'],
    [{}, empty({ dev: 'sdc' }), 'scsi'],
    [{}, empty({ dev: 'sdc', bus: 'sata' }), 'sata'],
    [{}, empty({ dev: 'hdb', bus: 'ide' }), 'ide'],
    [{}, empty({ dev: 'hdb' }), 'virtio'],
  ])('%o %o: %s', (more, one, bus) => {
    expect(vmOf({ disks: [disk(), one], ...more }).disks[1]).toMatchObject({ bus });
  });

  test.each([
    [{ machine: 'q35' }, [empty({ dev: 'hda', bus: 'ide' })], 'BAD_BUS', 'disks.0.bus'],
    [{}, [iso({ bus: 'virtio' })], 'BAD_BUS', 'disks.0.bus'],
    [{ machine: 'q35' }, [iso({ dev: 'hdb' }), empty({ dev: 'sdb', bus: 'sata' })], 'BAD_DEV', 'disks.1.dev'],
  ])('%o cannot have %o', (more, disks, code, key) => {
    expect(codesOf({ ...more, disks })).toEqual([[code, key]]);
  });
});

describe('files', () => {
  test('used in place are opened themselves', () => {
    const { disks } = vmOf({ disks: [disk(), file({ in_place: true })] });
    expect(disks[1]).toMatchObject({ path: '/work/f.raw', format: 'raw', source: { inPlace: true, copy: false } });
  });

  test('used in place must lie where init files may reach', () => {
    expect(codesOf({ disks: [file({ path: '/etc/shadow', in_place: true })], bootstrap: false })).toEqual([
      ['PATH_NOT_ALLOWED', 'disks.0.path'],
    ]);
  });

  test.each(['f.raw.xz', 'f.raw.zst', 'f.raw.gz'])('used in place are not compressed: %s', (path) => {
    expect(codesOf({ disks: [disk(), file({ path, in_place: true })] })).toEqual([
      ['CONFLICTING_KEYS', 'disks.1.in_place'],
    ]);
    expect(vmOf({ disks: [disk(), file({ path })] }).disks).toHaveLength(2);
  });

  test.each([
    [{ in_place: true }, { in_place: true }, [['DUPLICATE_FILE', 'disks.2.path']]],
    [{ in_place: true }, {}, [['DUPLICATE_FILE', 'disks.2.path']]],
    [{}, { in_place: true }, [['DUPLICATE_FILE', 'disks.2.path']]],
  ])('that one disk writes to are no other disk: %o and %o', (one, other, expected) => {
    const disks = [disk(), file(one), file({ name: 'g', dev: 'vdg', path: './f.raw', ...other })];
    expect(codesOf({ disks })).toEqual(expected);
  });

  test('may be under several disks, and copied from one in place', () => {
    const disks = [disk(), file({}), file({ name: 'g', dev: 'vdg' })];
    expect(vmOf({ disks }).disks).toHaveLength(3);
    expect(
      vmOf({ disks: [disk(), file({ in_place: true }), file({ name: 'g', dev: 'vdg', make_a_copy: true })] }),
    ).toBeTruthy();
  });

  test('of equal names are copied to different places (D49)', () => {
    const copied = (name: string, dev: string, path: string) => file({ name, dev, path, make_a_copy: true });
    const { disks } = vmOf({ disks: [disk(), copied('a', 'vdb', 'one/data.raw'), copied('b', 'vdc', 'two/data.raw')] });
    expect(disks.slice(1).map(({ path }) => path)).toEqual([`${PREFIX}/images/vm_a.raw`, `${PREFIX}/images/vm_b.raw`]);
  });

  test('from a URL need no path (D16)', () => {
    const url = 'https://images.example.com/data.raw';
    const { disks } = vmOf({ disks: [disk(), { ...file({ url }), path: undefined }] });
    expect(disks[1]?.source).toMatchObject({ file: `${PREFIX}/images/vm_f_download.raw`, url });
  });

  test('that are CD-ROMs stay CD-ROMs in what is saved (D22)', () => {
    expect(vmOf({ disks: [disk(), iso()] }).spec.disks).toMatchObject([{ format: 'qcow2' }, { format: 'iso' }]);
  });
});

describe('shares', () => {
  test('have absolute sources', () => {
    expect(vmOf({ shares: [{ source: 'a', target: '/srv/a' }] }).shares).toEqual([
      { source: '/work/a', tag: 'share0', target: '/srv/a', type: '9p', readonly: true },
    ]);
  });

  test.each(['/', '/etc', '..', '$LAGO_PREFIX_PATH/../../..'])('of %s are refused', (source) => {
    expect(codesOf({ shares: [{ source }] })).toEqual([['PATH_NOT_ALLOWED', 'shares.0.source']]);
  });
});

describe('cloud-init', () => {
  const cloud = { resolveTemplate: templates({ debian12: { provision: 'cloud-init' } }) };
  const more = { 'cloud-init': { 'user-data': { packages: ['git'] } } };

  test('is handed on to a guest that has it', () => {
    expect(vmOf(more, cloud).cloudInit).toEqual({ userData: { packages: ['git'] } });
    expect(vmOf(more, { ...cloud, skipBootstrap: true }).provisioning.kind).toBe('none');
  });

  test.each([
    [{}, 'is prepared by smbios'],
    [{ bootstrap: false }, 'is not prepared'],
  ])('is refused for one that has not: %o', (other, message) => {
    expect(problemsOf(fileWith({ ...more, ...other }))).toMatchObject([
      {
        code: 'NO_CLOUD_INIT',
        message: expect.stringContaining(message),
        hint: expect.stringContaining('provision: cloud-init'),
      },
    ]);
  });

  test('is not told to say what it says when only `bootstrap` is in the way', () => {
    expect(problemsOf(fileWith({ ...more, bootstrap: false }), cloud)).toMatchObject([
      { code: 'NO_CLOUD_INIT', hint: 'remove `bootstrap: false`' },
    ]);
  });
});

test('what services and exports need is in the plan', () => {
  const more = { service_class: 'SystemdService', 'guest-agent': 'qemu-ga', 'skip-export': true };
  expect(vmOf({ ...more, disks: [disk({ 'skip-export': true, resize: '20G' })] })).toMatchObject({
    serviceProvider: 'systemd',
    guestAgent: 'qemu-ga',
    skipExport: true,
    disks: [{ skipExport: true, resize: 20 * 2 ** 30 }],
  });
});
