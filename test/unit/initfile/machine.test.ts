import { describe, expect, it } from 'vitest';
import { disk, diskFile, domain, domainFile, errors, errorsOf, parse, warnings } from './helpers.ts';

const FILE_DISK = 'name: a\ntype: file\npath: x\ndev: vda\nformat: qcow2';

describe('the kind of machine', () => {
  it('is what the file says', () => {
    const body = 'memory: 64\narch: aarch64\nmachine: virt-7.2\nfirmware: efi\ntpm: yes\ngraphics: vnc\nvideo: virtio';
    expect(domain(body)).toMatchObject({
      arch: 'aarch64',
      machine: 'virt-7.2',
      firmware: 'efi',
      tpm: true,
      graphics: 'vnc',
      video: 'virtio',
    });
  });

  it('is left to the plan where the file says nothing', () => {
    const spec = domain('memory: 64\nmachine:\nshares:\ncloud-init:');
    for (const key of ['arch', 'machine', 'firmware', 'graphics', 'video', 'boot', 'cloudInit']) {
      expect(spec).not.toHaveProperty(key);
    }
    expect(spec).toMatchObject({ tpm: false, shares: [] });
  });

  it.each([
    ['boot: network', ['network']],
    ['boot: [cdrom, root]', ['cdrom', 'root']],
    ['boot: [1]', ['1']],
  ])('%s', (body, boot) => {
    expect(domain(`memory: 64\n${body}`).boot).toEqual(boot);
  });

  it.each([
    ['arch: i386', '6:11 WRONG_VALUE domains.vm0.arch'],
    ['machine: "pc,accel=x"', '6:14 WRONG_VALUE domains.vm0.machine'],
    ['machine: [q35]', '6:14 WRONG_TYPE domains.vm0.machine'],
    ['firmware: uefi', '6:15 WRONG_VALUE domains.vm0.firmware'],
    ['tpm: 2.0', '6:10 WRONG_VALUE domains.vm0.tpm'],
    ['boot: []', '6:11 WRONG_VALUE domains.vm0.boot'],
    ['boot: [hd, [cdrom]]', '6:16 WRONG_TYPE domains.vm0.boot[1]'],
    ['boot: {first: hd}', '6:11 WRONG_TYPE domains.vm0.boot'],
    ['graphics: spice', '6:15 WRONG_VALUE domains.vm0.graphics'],
    ['video: s3', '6:12 WRONG_VALUE domains.vm0.video'],
  ])('cannot be %s', (body, expected) => {
    expect(errors(domainFile(`memory: 64\n${body}`))).toEqual([expected]);
  });
});

describe('shares', () => {
  it('are read-only and 9p unless the file says more, each with a tag', () => {
    const body =
      'memory: 64\nshares:\n  - source: a\n  - {source: b, target: /srv/b, tag: 7, type: virtiofs, readonly: no}';
    expect(domain(body).shares).toEqual([
      { source: 'a', tag: 'share0', type: '9p', readonly: true },
      { source: 'b', target: '/srv/b', tag: '7', type: 'virtiofs', readonly: false },
    ]);
  });

  it('expand variables in their source', () => {
    expect(domain('memory: 64\nshares: [source: $LAGO_INITFILE_PATH/a]').shares[0]?.source).toBe('/work/a');
    expect(warnings(domainFile('memory: 64\nshares: [source: $HOME]'))).toContain(
      '6:22 VARIABLE_NOT_ALLOWED domains.vm0.shares[0].source',
    );
  });

  it.each([
    ['{source: a}', '6:13 WRONG_TYPE domains.vm0.shares'],
    ['[a]', '6:14 WRONG_TYPE domains.vm0.shares[0]'],
    ['[target: /a]', '6:14 MISSING_KEY domains.vm0.shares[0].source'],
    ['[{source: a, target: srv}]', '6:34 WRONG_VALUE domains.vm0.shares[0].target'],
    ['[{source: a, target: /srv/../etc}]', '6:34 WRONG_VALUE domains.vm0.shares[0].target'],
    ['[{source: a, target: /}]', '6:34 WRONG_VALUE domains.vm0.shares[0].target'],
    ['[{source: a, tag: "a,b"}]', '6:31 WRONG_VALUE domains.vm0.shares[0].tag'],
    ['[{source: a, type: nfs}]', '6:32 WRONG_VALUE domains.vm0.shares[0].type'],
    ['[{source: a, tag: b}, {source: c, tag: b}]', '6:52 DUPLICATE_SHARE domains.vm0.shares[1].tag'],
    ['[{source: a, tag: share1}, {source: c}]', '6:40 DUPLICATE_SHARE domains.vm0.shares[1].tag'],
    ['[{source: a, type: virtiofs}]', '6:32 BAD_SHARE domains.vm0.shares[0].type'],
  ])('cannot be %s', (written, expected) => {
    expect(errors(domainFile(`memory: 64\nshares: ${written}`))).toEqual([expected]);
  });

  it('have their keys checked', () => {
    expect(errors(domainFile('memory: 64\nshares: [{sources: a}]'))).toEqual([
      '6:15 NEAR_MISS domains.vm0.shares[0].sources',
    ]);
  });
});

describe('cloud-init', () => {
  it('has user data and a network configuration, handed on as they are', () => {
    const body =
      'memory: 64\ncloud-init:\n  user-data: {runcmd: [[echo, 1.10]], name: 007}\n  network-config: {version: 2}';
    expect(domain(body).cloudInit).toEqual({
      userData: { runcmd: [['echo', 1.1]], name: 7 },
      networkConfig: { version: 2 },
    });
  });

  it.each([
    ['{user-data: "#!/bin/sh"}', '6:29 WRONG_TYPE domains.vm0.cloud-init.user-data'],
    ['[user-data]', '6:17 WRONG_TYPE domains.vm0.cloud-init'],
    ['{user_data: {}}', '6:18 NEAR_MISS domains.vm0.cloud-init.user_data'],
  ])('cannot be %s', (written, expected) => {
    expect(errors(domainFile(`memory: 64\ncloud-init: ${written}`))).toEqual([expected]);
  });
});

describe('disks', () => {
  it('are used in place only on request', () => {
    expect(disk(FILE_DISK)).toMatchObject({ inPlace: false });
    expect(disk(`${FILE_DISK}\nin_place: yes`)).toMatchObject({ inPlace: true });
  });

  it.each([
    ['in_place: yes\nmake_a_copy: yes', '12:19 CONFLICTING_KEYS domains.vm0.disks[0].in_place'],
    ['in_place: yes\nresize: 1G', '13:17 CONFLICTING_KEYS domains.vm0.disks[0].resize'],
    ['bus: usb', '12:14 WRONG_VALUE domains.vm0.disks[0].bus'],
  ])('cannot have %j', (more, expected) => {
    expect(errors(diskFile(`${FILE_DISK}\n${more}`))).toEqual([expected]);
  });

  it.each([
    ['empty\nsize: 1G', ['path: x', 'url: http://h/x', 'make_a_copy: yes', 'in_place: yes', 'resize: 1G']],
    ['empty\nsize: 1G', ['template_name: x', 'template_version: v1', 'template_type: lago']],
    ['file\npath: x', ['template_name: x', 'template_version: v1', 'template_type: qcow2']],
    ['template\ntemplate_name: x', ['path: x', 'url: http://h/x', 'make_a_copy: yes', 'in_place: yes']],
    ['template\ntemplate_type: qcow2\npath: x', ['template_name: x', 'template_version: v1', 'url: http://h/x']],
  ])('of type %j say which keys are for others: %j', (type, unused) => {
    const body = `name: a\ndev: vda\nformat: qcow2\ntype: ${type}`;
    const line = 7 + body.split('\n').length;
    const places = unused.map((written, index) => {
      const [key = ''] = written.split(':');
      return `${line + index}:${11 + key.length} IGNORED_KEY domains.vm0.disks[0].${key}`;
    });
    expect(warnings(diskFile(`${body}\n${unused.join('\n')}`))).toEqual(places);
    expect(warnings(diskFile(body))).toEqual([]);
  });

  it('that are CD-ROMs are never written to, and not built', () => {
    const cdrom = FILE_DISK.replace('qcow2', 'iso');
    expect(warnings(diskFile(`${cdrom}\nin_place: yes`))).toEqual(['12:19 IGNORED_KEY domains.vm0.disks[0].in_place']);
    expect(warnings(diskFile(`${cdrom}\nmake_a_copy: yes`))).toEqual([]);
    expect(errors(diskFile(`${cdrom}\nbuild: [{virt-customize: {}}]`))).toEqual([
      '12:16 CONFLICTING_KEYS domains.vm0.disks[0].build',
    ]);
    expect(errors(diskFile(`${cdrom}\nbuild: []`))).toEqual([]);
  });

  it('that are CD-ROMs keep their size', () => {
    const text = diskFile(`${FILE_DISK.replace('qcow2', 'iso')}\nresize: 1G`);
    expect(errorsOf(text)[0]?.message).toBe('a CD-ROM cannot be resized');
  });

  it('have the bus that the file says', () => {
    expect(disk(`${FILE_DISK}\nbus: sata`)).toMatchObject({ bus: 'sata' });
  });
});

describe('service providers', () => {
  it.each([
    ['service_provider: systemd', 'systemd'],
    ['service_provider: systemdcontainer', 'systemdcontainer'],
    ['service_class: SystemdService', 'systemd'],
    ['service_class: SysVInitService', 'sysvinit'],
    ['service_class: SystemdContainerService', 'systemdcontainer'],
    ['service_provider: upstart', 'upstart'],
  ])('%s', (body, expected) => {
    expect(domain(`memory: 64\n${body}`).serviceProvider).toBe(expected);
  });
});

it('groups may be one name (D33)', () => {
  expect(domain('memory: 64\ngroups: servers').groups).toEqual(['servers']);
  expect(parse(domainFile('memory: 64\ngroups: servers')).domains.get('vm0')?.raw.groups).toBe('servers');
});

it('a `url` is for OVAs', () => {
  const text = 'memory: 64\ndisks: [{name: a, type: empty, size: 1G, dev: vda, format: raw}]\nurl: http://h/a.ova';
  expect(warnings(domainFile(text))).toEqual(['7:10 IGNORED_KEY domains.vm0.url']);
  expect(warnings(domainFile(`${text}\ntype: ova`))).toEqual([]);
});
