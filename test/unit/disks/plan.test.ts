import { describe, expect, test } from 'vitest';
import type { PlanContext } from '../../../src/environment/plan-context.ts';
import { disk, domain, found, NAT, PREFIX, planOf, problemsOf, templates } from '../../support/plan.ts';

type Disk = Readonly<Record<string, unknown>>;

const fileWith = (disks: readonly Disk[], more: Disk = {}) => ({
  domains: { vm: domain(['mgmt'], { disks, ...more }) },
  nets: { mgmt: NAT },
});
const disksOf = (disks: readonly Disk[], overrides: Partial<PlanContext> = {}) =>
  found(planOf(fileWith(disks), overrides).domains.get('vm')).disks;
const codesOf = (disks: readonly Disk[], overrides: Partial<PlanContext> = {}) =>
  problemsOf(fileWith(disks), overrides).map(({ code, path }) => [code, path.slice(3).join('.')]);

const empty = (dev: string, more: Disk = {}) => ({
  name: dev,
  type: 'empty',
  size: '1G',
  format: 'qcow2',
  dev,
  ...more,
});
const file = (more: Disk = {}) => ({
  name: 'data',
  type: 'file',
  path: 'data.raw',
  format: 'raw',
  dev: 'vdb',
  ...more,
});
const iso = (dev: string) => ({ name: dev, type: 'file', path: 'cd.iso', format: 'iso', dev });

describe('sources', () => {
  test('a template disk is an overlay that keeps its backing format; the metadata of the template win', () => {
    const [planned] = disksOf([disk({ metadata: { distro: 'mine', extra: 1 } })]);
    expect(planned).toMatchObject({
      source: {
        kind: 'template',
        repository: 'repo',
        template: 'debian12',
        version: '1',
        backingFile: '/store/repo:debian12:1',
        backingFormat: 'qcow2',
      },
      path: `${PREFIX}/images/vm_root.qcow2`,
      format: 'qcow2',
      device: 'disk',
      metadata: { distro: 'debian12', extra: 1 },
    });
  });

  test('a template overlay is qcow2 under whatever name the file gives it', () => {
    expect(disksOf([disk({ format: 'raw' })])[0]).toMatchObject({
      path: `${PREFIX}/images/vm_root.raw`,
      format: 'qcow2',
    });
  });

  test('a qcow2 template is an overlay over a file', () => {
    const [planned] = disksOf([disk({ template_type: 'qcow2', path: 'base/x.qcow2', metadata: { distro: 'el7' } })]);
    expect(planned).toMatchObject({
      source: { kind: 'template-file', backingFile: '/work/base/x.qcow2', backingFormat: 'qcow2' },
      path: `${PREFIX}/images/vm_root.qcow2`,
      metadata: { distro: 'el7' },
    });
  });

  test('an empty disk has its size in bytes and its own format', () => {
    const [qcow2, raw] = disksOf([empty('vda'), empty('vdb', { format: 'raw' })]);
    expect(qcow2).toMatchObject({
      source: { kind: 'empty', size: 2 ** 30 },
      path: `${PREFIX}/images/vm_vda.qcow2`,
      format: 'qcow2',
    });
    expect(raw).toMatchObject({ path: `${PREFIX}/images/vm_vdb.raw`, format: 'raw' });
  });

  test('a file disk is never written to: an overlay by default', () => {
    expect(disksOf([file()])[0]).toMatchObject({
      source: { kind: 'file', file: '/work/data.raw', fileFormat: 'raw', copy: false },
      path: `${PREFIX}/images/vm_data.qcow2`,
      format: 'qcow2',
    });
  });

  test('copies of equally named files do not meet (Lago overwrites one with the other)', () => {
    const copies = disksOf([
      file({ name: 'one', path: 'a/data.raw', make_a_copy: true }),
      file({ name: 'two', path: 'b/data.raw', make_a_copy: true, dev: 'vdc' }),
    ]);
    expect(copies.map(({ path, format }) => [path, format])).toEqual([
      [`${PREFIX}/images/vm_one.raw`, 'raw'],
      [`${PREFIX}/images/vm_two.raw`, 'raw'],
    ]);
    expect(copies[0]?.source).toMatchObject({ copy: true });
  });

  test('a download without `path` has a place of its own (Lago fails)', () => {
    const [planned] = disksOf([file({ path: undefined, url: 'https://host/x.raw' })]);
    expect(planned).toMatchObject({
      source: { kind: 'file', file: `${PREFIX}/images/vm_data_download.raw`, url: 'https://host/x.raw' },
      path: `${PREFIX}/images/vm_data.qcow2`,
    });
  });

  test.each(['.xz', '.zst', '.gz'])('a download that is compressed keeps its %s, by which it is unpacked', (suffix) => {
    const [planned, cdrom] = disksOf([
      file({ path: undefined, url: `https://host/x.raw${suffix}?token=1` }),
      { ...iso('hdc'), path: undefined, url: `https://host/a.iso${suffix}` },
    ]);
    expect(planned?.source).toMatchObject({ file: `${PREFIX}/images/vm_data_download.raw${suffix}` });
    expect(cdrom).toMatchObject({
      source: { file: `${PREFIX}/images/vm_hdc_download.iso${suffix}` },
      path: `${PREFIX}/images/vm_hdc.iso`,
    });
  });

  test('an iso is used where it is', () => {
    expect(disksOf([iso('hdc')])[0]).toMatchObject({
      source: { kind: 'cdrom', file: '/work/cd.iso' },
      path: '/work/cd.iso',
      format: 'raw',
      device: 'cdrom',
      bus: 'ide',
    });
  });

  test('an iso of which a copy is asked for is copied, unless it is a download of ours', () => {
    const [copied, fetched] = disksOf([
      { ...iso('hdc'), make_a_copy: true },
      { ...iso('hdd'), path: undefined, url: 'https://host/a.iso', make_a_copy: true },
    ]);
    expect(copied).toMatchObject({
      source: { kind: 'cdrom', file: '/work/cd.iso' },
      path: `${PREFIX}/images/vm_hdc.iso`,
    });
    expect(fetched?.path).toBe(`${PREFIX}/images/vm_hdd_download.iso`);
  });

  test('images of different VMs and disks never share a file', () => {
    const plan = planOf({
      domains: {
        a_b: domain(['mgmt'], { disks: [disk({ name: 'c' })] }),
        a: domain(['mgmt'], { disks: [disk({ name: 'b_c' })] }),
      },
      nets: { mgmt: NAT },
    });
    const paths = [...plan.domains.values()].flatMap(({ disks }) => disks.map(({ path }) => path));
    expect(paths).toEqual([`${PREFIX}/images/a_b_c.qcow2`, `${PREFIX}/images/a_b_c-2.qcow2`]);
  });
});

describe('buses', () => {
  test.each([
    [empty('vda'), 'virtio', 'disk'],
    [empty('sda'), 'scsi', 'disk'],
    [empty('hda'), 'virtio', 'disk'],
    [iso('hdc'), 'ide', 'cdrom'],
    [iso('sdb'), 'scsi', 'cdrom'],
    [iso('vdb'), 'ide', 'cdrom'],
  ])('%o is on %s', (spec, bus, device) => {
    expect(disksOf([spec])[0]).toMatchObject({ bus, device, dev: spec.dev });
  });

  test('machines without IDE have CD-ROMs on SCSI', () => {
    expect(disksOf([iso('hdc')], { host: { acceleration: 'kvm', arch: 'aarch64' } })[0]?.bus).toBe('scsi');
  });

  test('places on a bus that cannot be are refused', () => {
    expect(codesOf([iso('vdb'), iso('hdb')])).toEqual([['BAD_DEV', '1.dev']]);
    expect(codesOf([iso('hde')])).toEqual([['BAD_DEV', '0.dev']]);
    expect(codesOf([empty('disk1')])).toEqual([['BAD_DEV', '0.dev']]);
    expect(disksOf([iso('hda'), iso('hdb'), iso('hdc'), iso('hdd'), empty('vda'), empty('vdb')])).toHaveLength(6);
  });
});

describe('templates that do not exist', () => {
  test('are reported with those there are and a near miss', () => {
    const [problem] = problemsOf(fileWith([disk({ template_name: 'debain12' })]));
    expect(problem).toMatchObject({
      code: 'UNKNOWN_TEMPLATE',
      path: ['domains', 'vm', 'disks', 0, 'template_name'],
      hint: 'did you mean `debian12`?',
    });
    expect(problem?.message).toContain(
      'there is no template `debain12` in the template repositories; there are debian12',
    );
  });

  test('versions are listed', () => {
    const [problem] = problemsOf(fileWith([disk({ template_version: '20990101.0' })]));
    expect(problem).toMatchObject({
      code: 'UNKNOWN_TEMPLATE_VERSION',
      path: ['domains', 'vm', 'disks', 0, 'template_version'],
    });
    expect(problem?.message).toContain('template debian12 has no version `20990101.0`; there are 1');
  });

  test('a long list is cut', () => {
    const many = templates(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`t${index}`, {}])));
    const [problem] = problemsOf(fileWith([disk({ template_name: 'nothing-like-it' })]), { resolveTemplate: many });
    expect(problem?.message).toMatch(/t19, and 10 more$/);
    expect(problem?.hint).toBeUndefined();
  });
});

describe('paths', () => {
  test.each([
    '/etc/shadow',
    '../secret.raw',
    '/work/../etc/shadow',
    '/workshop/x.raw',
    '/',
  ])('%s is refused', (path) => {
    expect(codesOf([file({ path })])).toEqual([['PATH_NOT_ALLOWED', '0.path']]);
    expect(codesOf([disk({ template_type: 'qcow2', path })])).toEqual([['PATH_NOT_ALLOWED', '0.path']]);
    expect(codesOf([{ ...iso('hdc'), path }])).toEqual([['PATH_NOT_ALLOWED', '0.path']]);
  });

  test.each(['x.raw', './a/../x.raw', '/work/x.raw', '..x.raw', '/images/deep/x.raw'])('%s is allowed', (path) => {
    expect(disksOf([file({ path })], { allowedPaths: ['/work', '/images/'] })).toHaveLength(1);
  });

  test('everything is allowed below /', () => {
    expect(disksOf([file({ path: '/srv/x.raw' })], { allowedPaths: ['/'] })[0]?.source).toMatchObject({
      file: '/srv/x.raw',
    });
  });

  test('where a download goes is checked too', () => {
    expect(codesOf([file({ path: '/etc/cron.d/x', url: 'https://host/x' })])).toEqual([['PATH_NOT_ALLOWED', '0.path']]);
  });

  test.each(['file:///etc/shadow', 'ftp://host/x', 'https://'])('the URL %s is refused', (url) => {
    expect(() => disksOf([file({ path: undefined, url })])).toThrow('URL');
  });

  test('relative paths refer to the init file, or to the directory that is given', () => {
    expect(disksOf([file()])[0]?.source).toMatchObject({ file: '/work/data.raw' });
    expect(disksOf([file()], { cwd: '/work/sub' })[0]?.source).toMatchObject({ file: '/work/sub/data.raw' });
  });

  test('the prefix and the workdir are known', () => {
    const paths = ['$LAGO_PREFIX_PATH/a', '$LAGO_WORKDIR_PATH/b'];
    const planned = disksOf(paths.map((path, index) => file({ name: `d${index}`, dev: `vd${'bc'[index]}`, path })));
    expect(planned.map(({ source }) => source)).toMatchObject([{ file: `${PREFIX}/a` }, { file: '/work/.lago/b' }]);
  });
});

test('formats that a type cannot have are refused', () => {
  expect(codesOf([disk({ format: 'iso' })])).toEqual([['BAD_FORMAT', '0.format']]);
  expect(codesOf([empty('vda', { format: 'iso' })])).toEqual([['BAD_FORMAT', '0.format']]);
});

describe('cloud-init seed', () => {
  const cloud = { resolveTemplate: templates({ debian12: { provision: 'cloud-init' } }) };

  test('is one more read-only virtio disk on the first free device', () => {
    const planned = disksOf([disk(), empty('vdb'), empty('sda')], cloud);
    expect(planned).toHaveLength(4);
    expect(planned[3]).toEqual({
      name: 'cloud-init',
      source: { kind: 'seed' },
      path: `${PREFIX}/images/vm_cloud-init.iso`,
      format: 'raw',
      device: 'disk',
      bus: 'virtio',
      dev: 'vdc',
      metadata: {},
      build: [],
    });
  });

  test('is there for no other kind of provisioning', () => {
    expect(disksOf([disk()])).toHaveLength(1);
    expect(disksOf([disk()], { ...cloud, skipBootstrap: true })).toHaveLength(1);
  });
});
