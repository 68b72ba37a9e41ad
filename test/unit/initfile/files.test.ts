import { describe, expect, it } from 'vitest';
import { FILE, parse, warnings } from './helpers.ts';

const SEED = `domains:
  vm01:
    memory: 1024
    nics:
      - net: lago
    disks:
      - template_name: el7.3-base
        type: template
        name: root
        dev: sda
        format: qcow2
nets:
  lago:
    type: nat
    dhcp:
      start: 100
      end: 254
`;

const EVERYTHING = `prototypes:
  base:
    memory: '2048'
    vcpu: "4"
    nics: [{net: mgmt}]
domains:
  web:
    based-on: base
    cpu_custom:
      '@mode': custom
      model: {'#text': Westmere}
    service_provider: systemd
    nics:
      - net: mgmt
        ip: 192.168.200.10
        mtu: 9000
      - {net: data, comment: second}
    disks:
      - name: root
        type: template
        template_type: lago
        template_name: el7
        template_version: 1.10
        dev: vda
        format: qcow2
        comment: the system
        metadata: {distro: el7, arch: [x86_64]}
        build:
          - virt-customize:
              install: [vim, tmux]
              timezone: UTC
              update: ''
              run: []
              ssh-inject:
          -
          - virt-customize:
        skip-export: yes
      - {name: base, type: template, template_type: qcow2, path: $LAGO_INITFILE_PATH/base.qcow2, dev: vdb, format: qcow2}
      - {name: data, type: empty, size: 10G, device: sda, format: raw}
      - {name: copy, type: file, path: /images/copy.raw, make_a_copy: 'True', dev: sdb, format: raw}
      - {name: own, type: file, path: own.raw, make_a_copy: 'False', dev: sdc, format: raw}
      - {name: cd, type: file, url: 'https://host/cd.iso', dev: hdc, format: iso}
    artifacts: [/var/log, /etc/hosts]
    groups: webservers
    bootstrap: 'False'
    ssh-user: admin
    ssh-password: 123456
    root-password: secret
    vm-provider: local-libvirt
    vm-type: default
    metadata:
      deploy-scripts: [$LAGO_PREFIX_PATH/a.sh, '\${LAGO_INITFILE_PATH}/b.sh', c.sh]
      owner: me
    distro: el7
    boot_time_sec: '900'
    guest-agent: qemu-ga
    skip-export: on
    mgmt_net: mgmt
    name: web
    snapshots: {}
  appliance:
    type: ova
    url: https://host/appliance.ova
    nics: [{net: mgmt}]
nets:
  mgmt:
    type: nat
    management: yes
    gw: 192.168.200.1
    dhcp: {start: '100', end: 254}
    dns_domain_name: lab.local
    dns_records: {db: 192.168.200.20, www.lab: 192.168.200.10}
    main_dns: true
    mtu: 9000
    mapping: {old: 192.168.200.2}
    dns_forward: 192.168.200.1
  data:
    type: bridge
    management: no
  bare:
`;

describe('the example of the manual', () => {
  it('parses without a warning', () => {
    const file = parse(SEED);
    expect(file).toMatchObject({ file: FILE, directory: '/work', warnings: [] });
    expect([...file.domains]).toEqual([
      [
        'vm01',
        {
          name: 'vm01',
          memory: 1024,
          nics: [{ net: 'lago', raw: { net: 'lago' } }],
          disks: [
            {
              type: 'template',
              templateType: 'lago',
              templateName: 'el7.3-base',
              name: 'root',
              dev: 'sda',
              format: 'qcow2',
              metadata: {},
              build: [],
              skipExport: false,
              raw: { template_name: 'el7.3-base', type: 'template', name: 'root', dev: 'sda', format: 'qcow2' },
            },
          ],
          artifacts: [],
          groups: [],
          bootstrap: true,
          tpm: false,
          shares: [],
          skipExport: false,
          deployScripts: [],
          metadata: {},
          ports: [],
          raw: {
            memory: 1024,
            nics: [{ net: 'lago' }],
            disks: [{ template_name: 'el7.3-base', type: 'template', name: 'root', dev: 'sda', format: 'qcow2' }],
          },
        },
      ],
    ]);
    expect([...file.nets]).toEqual([
      [
        'lago',
        {
          name: 'lago',
          type: 'nat',
          dhcp: { start: 100, end: 254 },
          dnsRecords: {},
          raw: { type: 'nat', dhcp: { start: 100, end: 254 } },
        },
      ],
    ]);
  });

  it('has the position of every value', () => {
    const { locate } = parse(SEED);
    const at = (...path: (string | number)[]) => `${locate(path).line}:${locate(path).column}`;
    expect(at()).toBe('1:1');
    expect(at('domains', 'vm01')).toBe('3:5');
    expect(at('domains', 'vm01', 'memory')).toBe('3:13');
    expect(at('domains', 'vm01', 'nics', 0, 'net')).toBe('5:14');
    expect(at('domains', 'vm01', 'nics', 1)).toBe('5:7');
    expect(at('domains', 'vm01', 'disks', 0, 'format')).toBe('11:17');
    expect(at('domains', 'vm01', 'disks', 0, 'size')).toBe('7:9');
    expect(at('nets', 'lago', 'dhcp', 'end')).toBe('17:12');
    expect(at('nets', 'other')).toBe('13:3');
  });
});

describe('a file with every key', () => {
  const file = parse(EVERYTHING);
  const web = file.domains.get('web');

  it('parses without a warning', () => {
    expect(warnings(EVERYTHING)).toEqual([]);
  });

  it('gives the domain its values, in our units', () => {
    expect(web).toMatchObject({
      memory: 2048,
      vcpu: 4,
      cpuCustom: { '@mode': 'custom', model: { '#text': 'Westmere' } },
      serviceProvider: 'systemd',
      artifacts: ['/var/log', '/etc/hosts'],
      groups: ['webservers'],
      bootstrap: false,
      sshUser: 'admin',
      sshPassword: '123456',
      rootPassword: 'secret',
      vmProvider: 'local-libvirt',
      vmType: 'default',
      metadata: { owner: 'me' },
      deployScripts: ['$LAGO_PREFIX_PATH/a.sh', '/work/b.sh', 'c.sh'],
      distro: 'el7',
      bootTimeSec: 900,
      guestAgent: 'qemu-ga',
      skipExport: true,
    });
    expect(web).not.toHaveProperty('cpuModel');
    expect(web).not.toHaveProperty('ova');
  });

  it('gives NICs and disks their values', () => {
    expect(web?.nics).toMatchObject([{ net: 'mgmt', ip: '192.168.200.10', mtu: 9000 }, { net: 'data' }]);
    expect(web?.nics[1]?.raw).toEqual({ net: 'data', comment: 'second' });
    expect(web?.disks.map(({ raw: _raw, build: _build, metadata: _metadata, ...disk }) => disk)).toEqual([
      {
        name: 'root',
        type: 'template',
        templateType: 'lago',
        templateName: 'el7',
        templateVersion: '1.10',
        dev: 'vda',
        format: 'qcow2',
        skipExport: true,
      },
      {
        name: 'base',
        type: 'template',
        templateType: 'qcow2',
        path: '/work/base.qcow2',
        dev: 'vdb',
        format: 'qcow2',
        skipExport: false,
      },
      { name: 'data', type: 'empty', size: 10 * 2 ** 30, dev: 'sda', format: 'raw', skipExport: false },
      {
        name: 'copy',
        type: 'file',
        path: '/images/copy.raw',
        makeACopy: true,
        inPlace: false,
        dev: 'sdb',
        format: 'raw',
        skipExport: false,
      },
      {
        name: 'own',
        type: 'file',
        path: 'own.raw',
        makeACopy: false,
        inPlace: false,
        dev: 'sdc',
        format: 'raw',
        skipExport: false,
      },
      {
        name: 'cd',
        type: 'file',
        url: 'https://host/cd.iso',
        makeACopy: false,
        inPlace: false,
        dev: 'hdc',
        format: 'iso',
        skipExport: false,
      },
    ]);
  });

  it('keeps builders and options in order, those without a value too', () => {
    expect(web?.disks[0]?.build).toEqual([
      {
        builder: 'virt-customize',
        options: { install: ['vim', 'tmux'], timezone: 'UTC', update: '', run: [], 'ssh-inject': null },
      },
      { builder: 'virt-customize', options: {} },
    ]);
    expect(Object.keys(web?.disks[0]?.build[0]?.options ?? {})).toEqual([
      'install',
      'timezone',
      'update',
      'run',
      'ssh-inject',
    ]);
  });

  it('keeps what was written in `raw`, prototypes merged in', () => {
    expect(web?.raw).toMatchObject({ memory: '2048', groups: 'webservers', mgmt_net: 'mgmt', snapshots: {} });
    expect(web?.raw).not.toHaveProperty('based-on');
    expect(web?.disks[1]?.raw.path).toBe('$LAGO_INITFILE_PATH/base.qcow2');
    expect(web?.disks[2]?.raw).toMatchObject({ size: '10G', device: 'sda', dev: 'sda' });
    expect(web?.disks[3]?.raw.make_a_copy).toBe('True');
    expect(web?.raw.disks).toEqual(web?.disks.map((disk) => disk.raw));
  });

  it('imports an OVA without asking for memory and disks', () => {
    expect(file.domains.get('appliance')).toMatchObject({ ova: { url: 'https://host/appliance.ova' }, disks: [] });
  });

  it('gives networks their values', () => {
    expect(file.nets.get('mgmt')).toEqual({
      name: 'mgmt',
      type: 'nat',
      management: true,
      gw: '192.168.200.1',
      dhcp: { start: 100, end: 254 },
      dnsDomainName: 'lab.local',
      dnsRecords: { db: '192.168.200.20', 'www.lab': '192.168.200.10' },
      mainDns: true,
      mtu: 9000,
      raw: expect.objectContaining({ mapping: { old: '192.168.200.2' }, dhcp: { start: '100', end: 254 } }),
    });
    expect(file.nets.get('data')).toMatchObject({ type: 'bridge', management: false });
    expect(file.nets.get('bare')).toEqual({ name: 'bare', type: 'nat', dnsRecords: {}, raw: {} });
  });

  it('keeps the order of the file', () => {
    expect([...file.domains.keys()]).toEqual(['web', 'appliance']);
    expect([...file.nets.keys()]).toEqual(['mgmt', 'data', 'bare']);
  });
});

it('makes no use of keys without a value', () => {
  const text = `domains:
  vm0: {memory: 64, vcpu: , cpu_model: ~, cpu_custom: , groups: , metadata: , bootstrap: , nics: [{net: lago, ip: }], disks: }
nets: {lago: {type: , management: , gw: , dhcp: , dns_records: , main_dns: , mtu: }}
`;
  const file = parse(text);
  expect(file.nets.get('lago')).toMatchObject({ type: 'nat', dnsRecords: {} });
  expect(Object.keys(file.nets.get('lago') ?? {}).toSorted()).toEqual(['dnsRecords', 'name', 'raw', 'type']);
  expect(file.domains.get('vm0')).toMatchObject({ bootstrap: true, groups: [], metadata: {}, disks: [] });
  expect(file.domains.get('vm0')?.nics).toEqual([{ net: 'lago', raw: { net: 'lago', ip: null } }]);
});
