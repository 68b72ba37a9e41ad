import { describe, expect, test } from 'vitest';
import { numaCells } from '../../../src/environment/cpu.ts';
import { DOMAIN_DEFAULTS, type PlanContext } from '../../../src/environment/plan-context.ts';
import {
  disk,
  domain,
  found,
  NAT,
  PREFIX,
  PUBLIC_KEY,
  planOf,
  problemsOf,
  templates,
  UUID,
} from '../../support/plan.ts';

type Mapping = Readonly<Record<string, unknown>>;

const fileWith = (more: Mapping) => ({ domains: { vm: domain(['mgmt'], more) }, nets: { mgmt: NAT } });
const vmOf = (more: Mapping = {}, overrides: Partial<PlanContext> = {}) =>
  found(planOf(fileWith(more), overrides).domains.get('vm'));
const codesOf = (more: Mapping, overrides: Partial<PlanContext> = {}) =>
  problemsOf(fileWith(more), overrides).map(({ code, path }) => [code, path.slice(2).join('.')]);

const INTEL = {
  acceleration: 'kvm',
  arch: 'x86_64',
  cpu: { vendor: 'Intel', features: ['vmx', 'avx'] },
  cpuModels: new Map([
    ['Westmere', 'Intel'],
    ['EPYC', 'AMD'],
    ['qemu64', 'generic'],
  ]),
} as const;

describe('NUMA cells', () => {
  test.each([
    [1, 2048, []],
    [
      2,
      2047,
      [
        ['0', 1023],
        ['1', 1023],
      ],
    ],
    [
      3,
      3000,
      [
        ['0', 1000],
        ['1', 1000],
        ['2', 1000],
      ],
    ],
    [
      4,
      2048,
      [
        ['0-1', 1024],
        ['2-3', 1024],
      ],
    ],
    [
      6,
      3072,
      [
        ['0-1', 1024],
        ['2-3', 1024],
        ['4-5', 1024],
      ],
    ],
    [
      8,
      2048,
      [
        ['0-3', 1024],
        ['4-7', 1024],
      ],
    ],
    [
      12,
      3072,
      [
        ['0-3', 1024],
        ['4-7', 1024],
        ['8-11', 1024],
      ],
    ],
    [
      10,
      1024,
      [
        ['0-1', 204],
        ['2-3', 204],
        ['4-5', 204],
        ['6-7', 204],
        ['8-9', 204],
      ],
    ],
  ])('%i CPUs with %i MiB', (vcpu, memory, expected) => {
    const cells = numaCells(vcpu, memory);
    expect(cells.map((cell) => [cell.cpus, cell.memory])).toEqual(expected);
    expect(cells.map(({ id }) => id)).toEqual(cells.map((_, index) => index));
  });

  test('too little memory for the cells is an error', () => {
    expect(codesOf({ memory: 2, vcpu: 5 })).toEqual([['MEMORY_TOO_SMALL', 'memory']]);
  });
});

describe('CPU', () => {
  test('is that of the host with two virtual CPUs by default', () => {
    expect(vmOf()).toMatchObject({ vcpu: 2, cpu: { kind: 'host', numa: [{ cpus: '0' }, { cpus: '1' }] } });
  });

  test.each([
    ['Westmere', INTEL, 'vmx'],
    ['EPYC', INTEL, undefined],
    ['qemu64', INTEL, undefined],
    ['Westmere', { ...INTEL, cpu: { vendor: 'Intel', features: ['avx'] } }, undefined],
    ['EPYC', { ...INTEL, cpu: { vendor: 'AMD', features: ['svm'] } }, 'svm'],
    ['Westmere', { ...INTEL, acceleration: 'tcg' }, undefined],
    ['Anything', { acceleration: 'kvm', arch: 'x86_64', cpu: INTEL.cpu }, undefined],
  ] as const)('model %s', (model, host, requiredFeature) => {
    const { cpu } = vmOf({ cpu_model: model }, { host });
    expect(cpu).toEqual({ kind: 'model', model, ...(requiredFeature === undefined ? {} : { requiredFeature }) });
  });

  test('a model that libvirt does not know is refused with a near miss', () => {
    expect(problemsOf(fileWith({ cpu_model: 'Westmer' }), { host: INTEL })).toMatchObject([
      { code: 'UNKNOWN_CPU_MODEL', path: ['domains', 'vm', 'cpu_model'], hint: 'did you mean `Westmere`?' },
    ]);
  });

  test('a custom element gets a topology only when `vcpu` is given and it has none', () => {
    const custom = { '@mode': 'host-model' };
    expect(vmOf({ cpu_custom: custom }).cpu).toEqual({ kind: 'custom', element: custom, addTopology: false });
    expect(vmOf({ cpu_custom: custom, vcpu: 4 }).cpu).toMatchObject({ addTopology: true });
    expect(vmOf({ cpu_custom: { topology: {} }, vcpu: 4 }).cpu).toMatchObject({ addTopology: false });
  });

  test.each(['a><evil', 'a b', '@x="1" y', 'qemu:arg', '1a', ''])('the element name %j in it is refused', (name) => {
    expect(codesOf({ cpu_custom: { feature: [{ ok: 1 }, { [name]: 'x' }] } })).toEqual([
      ['BAD_CPU_CUSTOM', `cpu_custom.feature.${name}`],
    ]);
  });
});

describe('provisioning', () => {
  const way = (provision: unknown, more: Mapping = {}, overrides: Partial<PlanContext> = {}) =>
    vmOf(more, { resolveTemplate: templates({ debian12: provision === undefined ? {} : { provision } }), ...overrides })
      .provisioning.kind;
  const empty = { name: 'e', type: 'empty', size: '1G', format: 'qcow2', dev: 'vdb' };
  const file = { name: 'f', type: 'file', path: 'x', format: 'raw', dev: 'vdc' };
  const iso = { name: 'i', type: 'file', path: 'x', format: 'iso', dev: 'hdc' };

  test.each(['smbios', 'cloud-init', 'guestfs'])('%s is what the template says', (provision) => {
    expect(way(provision)).toBe(provision);
  });

  test('is guestfs for a template or a file that says nothing, as in Lago', () => {
    expect(way(undefined)).toBe('guestfs');
    expect(way(undefined, { disks: [file] })).toBe('guestfs');
    expect(way(undefined, { disks: [{ ...file, metadata: { provision: 'cloud-init' } }] })).toBe('cloud-init');
  });

  test('is none when switched off, and without a system on the first disk', () => {
    expect(way('smbios', { bootstrap: false })).toBe('none');
    expect(way('smbios', {}, { skipBootstrap: true })).toBe('none');
    expect(way('smbios', { disks: [] })).toBe('none');
    expect(way('smbios', { disks: [empty] })).toBe('none');
    expect(way('smbios', { disks: [iso, file] })).toBe('none');
  });

  test('of a template behind another first disk is used only when it changes no disk', () => {
    expect(way('smbios', { disks: [iso, disk()] })).toBe('smbios');
    expect(way('guestfs', { disks: [empty, disk()] })).toBe('none');
    expect(way(undefined, { disks: [empty, disk()] })).toBe('none');
  });

  test('of a file that is used in place changes it only on request (D7)', () => {
    const kept = { ...file, in_place: true };
    const plan = planOf(fileWith({ disks: [kept] }), { resolveTemplate: templates({}) });
    expect(plan.domains.get('vm')?.provisioning).toEqual({ kind: 'none' });
    expect(plan.warnings.map(({ code }) => code)).toEqual(['NOT_PREPARED']);
    expect(way(undefined, { disks: [{ ...kept, metadata: { provision: 'guestfs' } }] })).toBe('guestfs');
    expect(planOf(fileWith({ disks: [kept], bootstrap: false })).warnings).toEqual([]);
  });

  test('anything else is refused', () => {
    const resolveTemplate = templates({ debian12: { provision: 'magic' } });
    expect(codesOf({}, { resolveTemplate })).toEqual([['BAD_PROVISION', 'disks.0']]);
  });
});

describe('SMBIOS strings', () => {
  const decode = (text: string): readonly string[] => {
    const [name = '', value = ''] = text.split(/=(.*)/s);
    return [name, Buffer.from(value, 'base64').toString()];
  };

  test('carry the key of root', () => {
    expect(vmOf().oemStrings.map(decode)).toEqual([
      ['io.systemd.credential.binary:ssh.authorized_keys.root', `${PUBLIC_KEY}\n`],
    ]);
    expect(vmOf({}, { publicKey: `${PUBLIC_KEY}\n\n` }).oemStrings).toEqual(vmOf().oemStrings);
  });

  test('carry it for another user too', () => {
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    expect(vmOf({ 'ssh-user': 'deb.ian' }).oemStrings.map(decode)).toEqual([
      ['io.systemd.credential.binary:ssh.authorized_keys.root', `${PUBLIC_KEY}\n`],
      ['io.systemd.credential.binary:sysusers.extra', 'u deb.ian - - /home/deb.ian /bin/sh\n'],
      [
        'io.systemd.credential.binary:tmpfiles.extra',
        [
          'd /home/deb.ian 0755 deb.ian deb.ian -',
          'd /home/deb.ian/.ssh 0700 deb.ian deb.ian -',
          `f~ /home/deb.ian/.ssh/authorized_keys 0600 deb.ian deb.ian - ${base64(`${PUBLIC_KEY}\n`)}`,
          `f~ /etc/sudoers.d/90-lago-deb_ian 0440 root root - ${base64('deb.ian ALL=(ALL) NOPASSWD:ALL\n')}`,
          '',
        ].join('\n'),
      ],
    ]);
  });

  test('replace the keys of an image that has run in another environment', () => {
    const imported = { template_type: 'qcow2', path: 'a.qcow2', metadata: { provision: 'smbios' } };
    const strings = (sshUser: string) =>
      vmOf({ 'ssh-user': sshUser, disks: [disk(imported)] })
        .oemStrings.map(decode)
        .map(([, value]) => value);
    expect(strings('root')).toEqual([`${PUBLIC_KEY}\n`, 'r! /root/.ssh/authorized_keys\n']);
    expect(strings('debian')[2]).toContain('r! /root/.ssh/authorized_keys\nd /home/debian');
    expect(strings('debian')[2]).toContain('\nf+~ /home/debian/.ssh/authorized_keys ');
  });

  test('are there for no other kind of provisioning', () => {
    expect(vmOf({ bootstrap: false }).oemStrings).toEqual([]);
    expect(vmOf({}, { resolveTemplate: templates({ debian12: { provision: 'cloud-init' } }) }).oemStrings).toEqual([]);
  });

  test.each(['a b', '-x', 'x\ty', 'root:0', 'x'.repeat(33)])('the user %j is refused', (user) => {
    expect(() => planOf(fileWith({ 'ssh-user': user }))).toThrow('user name');
  });
});

describe('passwords', () => {
  const defaults = { ...DOMAIN_DEFAULTS, sshPassword: 'configured' };
  const of = (more: Mapping, given: Mapping = {}) => {
    const { sshPassword, rootPassword } = vmOf(more, { defaults: { ...defaults, ...given } });
    return [sshPassword, rootPassword];
  };

  test.each([
    [{}, {}, ['configured', 'configured']],
    [{}, { rootPassword: 'rooted' }, ['rooted', 'rooted']],
    [{ 'ssh-password': 'mine' }, {}, ['mine', 'mine']],
    [{ 'ssh-password': 'mine', 'root-password': 'other' }, {}, ['mine', 'other']],
    [{ 'root-password': 'other' }, {}, ['other', 'other']],
    [{ 'root-password': 'other', 'ssh-user': 'debian' }, {}, [undefined, 'other']],
    [{}, { sshPassword: undefined }, [undefined, undefined]],
  ])('%o with defaults %o', (more, given, expected) => {
    expect(of(more, given)).toEqual(expected);
  });
});

describe('choices by name', () => {
  const known = {
    providerNames: ['local-libvirt', 'cloud'],
    vmTypeNames: ['default'],
    builderNames: ['virt-customize'],
  };

  test('unknown ones are refused with those there are', () => {
    const problems = problemsOf(
      fileWith({
        'vm-provider': 'local-libvrit',
        'vm-type': 'fancy',
        disks: [disk({ build: [{ 'virt-customise': { update: '' } }] })],
      }),
      known,
    );
    expect(problems.map(({ code, path, hint }) => [code, path.at(-1), hint])).toEqual(
      expect.arrayContaining([
        ['UNKNOWN_VM_PROVIDER', 'vm-provider', 'did you mean `local-libvirt`?'],
        ['UNKNOWN_VM_TYPE', 'vm-type', undefined],
        ['UNKNOWN_BUILDER', 'build', 'did you mean `virt-customize`?'],
      ]),
    );
    expect(problems.map(({ message }) => message)).toContain(
      'there is no VM provider `local-libvrit`; there are local-libvirt, cloud',
    );
  });

  test('known ones and defaults pass', () => {
    expect(vmOf({ 'vm-provider': 'cloud' }, known)).toMatchObject({ vmProvider: 'cloud', vmType: 'default' });
    expect(vmOf({}, { defaults: { ...DOMAIN_DEFAULTS, vmType: 'special' } }).vmType).toBe('special');
  });
});

test.each([
  ['https://host/x.ova', []],
  ['images/x.ova', []],
  ['file:///work/x.ova', []],
  ['$LAGO_PREFIX_PATH/x.ova', []],
  ['/etc/x.ova', ['PATH_NOT_ALLOWED']],
  ['../x.ova', ['PATH_NOT_ALLOWED']],
  ['file:///etc/x.ova', ['PATH_NOT_ALLOWED']],
  ['ftp://host/x.ova', ['BAD_URL']],
])('an OVA may be at an address or in an allowed place: %s', (url, codes) => {
  const text = fileWith({ disks: [], type: 'ova', url });
  const found = () => problemsOf(text).map(({ code }) => code);
  if (codes.length > 0) expect(found()).toEqual(codes);
  else expect(planOf(text).domains.get('vm')?.disks).toEqual([]);
});

test('what to write for an OVA that is here is told in its own terms', () => {
  const [problem] = problemsOf(fileWith({ disks: [], type: 'ova', url: 'ftp://host/x.ova' }));
  expect(problem?.hint).toBe('for a local file, write its path');
});

test.each([
  ['a-', 'must begin and end with a letter, digit or `_`'],
  ['a.-b', 'must begin and end with a letter, digit or `_`'],
  ['x'.repeat(56), 'at most 55 characters'],
])('why the VM name %j is refused is told', (name, reason) => {
  const [problem] = problemsOf({ domains: { [name]: domain(['mgmt']) }, nets: { mgmt: NAT } });
  expect(problem?.message).toContain(reason);
});

test.each(['a-', 'a..b', 'x'.repeat(56)])('the VM name %j is refused', (name) => {
  expect(problemsOf({ domains: { [name]: domain(['mgmt']) }, nets: { mgmt: NAT } })).toMatchObject([
    { code: 'BAD_NAME', path: ['domains', name] },
  ]);
});

describe('what else is decided', () => {
  test('names, places, times', () => {
    expect(vmOf({ boot_time_sec: 30, groups: ['web'], artifacts: ['/var/log'] })).toMatchObject({
      libvirtName: `${UUID.slice(0, 8)}-vm`,
      uuid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      fqdn: 'vm.lago.local',
      distro: 'debian12',
      sshUser: 'root',
      bootTimeout: 30,
      groups: ['web'],
      artifacts: ['/var/log'],
      serialLog: `${PREFIX}/logs/vm-serial.log`,
    });
    expect(vmOf({ distro: 'el6' }).distro).toBe('el6');
    expect(vmOf({}, { logsDir: '/elsewhere' }).serialLog).toBe('/elsewhere/vm-serial.log');
    expect(vmOf().bootTimeout).toBe(600);
  });

  test('uuids of domains and networks differ, also between environments', () => {
    const plans = [planOf(fileWith({})), planOf(fileWith({}), { uuid: 'f'.repeat(32) })];
    const uuids = plans.flatMap((plan) => [...plan.domains.values(), ...plan.nets.values()].map(({ uuid }) => uuid));
    expect(new Set(uuids).size).toBe(4);
  });
});

describe('saved spec', () => {
  test('is the mapping of the file with what was decided, in Lago spelling', () => {
    const spec = vmOf(
      {
        comment: 'kept',
        memory: '2GiB',
        nics: [{ net: 'mgmt', note: 1 }],
        disks: [disk({ comment: 'x' }), { name: 'cd', type: 'file', path: '/work/cd.iso', format: 'iso', dev: 'hdc' }],
      },
      { defaults: { ...DOMAIN_DEFAULTS, sshPassword: 'pw' } },
    ).spec;
    expect(spec).toEqual({
      comment: 'kept',
      memory: '2GiB',
      name: 'vm',
      nics: [{ net: 'mgmt', note: 1, ip: '192.168.200.2' }],
      disks: [
        {
          ...disk({ comment: 'x' }),
          path: '$LAGO_PREFIX_PATH/images/vm_root.qcow2',
          metadata: { provision: 'smbios', distro: 'debian12' },
        },
        { name: 'cd', type: 'file', path: '/work/cd.iso', format: 'iso', dev: 'hdc', metadata: {} },
      ],
      mgmt_net: 'mgmt',
      metadata: {},
      snapshots: {},
      'ssh-user': 'root',
      'ssh-password': 'pw',
      'vm-type': 'default',
      'vm-provider': 'local-libvirt',
    });
  });

  test('has absolute paths for images outside the prefix', () => {
    const spec = vmOf({}, { imagesDir: '/pool/env' }).spec;
    expect(spec.disks).toMatchObject([{ path: '/pool/env/vm_root.qcow2' }]);
  });
});
