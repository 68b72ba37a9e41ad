import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { faultOfImage } from '../../../src/environment/plan-files.ts';
import { domain, NAT, PREFIX, planOf, problemsOf } from '../../support/plan.ts';

type Disk = Readonly<Record<string, unknown>>;

const FAULT = 'does not exist';
const disk = (path: string, more: Disk = {}) => ({
  type: 'file',
  name: 'a',
  dev: 'vda',
  format: 'qcow2',
  path,
  ...more,
});
const fileWith = (...disks: readonly Disk[]) => ({
  domains: { web: domain(['mgmt'], { disks }) },
  nets: { mgmt: NAT },
});
/** Problems where no file is there. */
const problems = (...disks: readonly Disk[]) => problemsOf(fileWith(...disks), { faultOf: () => FAULT });

it.each([
  ['a file', disk('no.qcow2')],
  ['a copy', disk('no.qcow2', { make_a_copy: true })],
  ['a CD-ROM', disk('no.qcow2', { format: 'iso', dev: 'hdc' })],
  ['a base image', disk('no.qcow2', { type: 'template', template_type: 'qcow2' })],
])('an image that is missing is reported with its place: %s', (_, missing) => {
  expect(problems(missing)).toMatchObject([
    {
      code: 'DISK_FILE_MISSING',
      path: ['domains', 'web', 'disks', 0, 'path'],
      message: 'the file /work/no.qcow2 does not exist',
      hint: 'relative paths refer to /work',
    },
  ]);
});

it('all of them are reported at once, with other mistakes', () => {
  const codes = problems(
    disk('a.qcow2'),
    disk('/work/b.qcow2', { name: 'b', dev: 'vdb' }),
    disk('c', { name: 'c', dev: 'hdc', bus: 'virtio', format: 'iso' }),
  ).map(({ code, path, hint }) => [code, path.slice(3).join('.'), hint !== undefined]);
  expect(codes).toEqual([
    ['DISK_FILE_MISSING', '0.path', true],
    ['DISK_FILE_MISSING', '1.path', false],
    ['DISK_FILE_MISSING', '2.path', true],
    ['BAD_BUS', '2.bus', false],
  ]);
});

it.each([
  ['a download', [disk('no.qcow2', { url: 'http://h/no.qcow2' })]],
  ['what is downloaded for another disk', [disk('n', { url: 'http://h/n' }), disk('n', { name: 'b', dev: 'vdb' })]],
  ['what is made by init', [disk(`${PREFIX}/images/x.qcow2`)]],
  ['no file at all', [{ type: 'empty', name: 'a', dev: 'vda', format: 'qcow2', size: '1G' }]],
])('is not asked for: %s', (_, disks) => {
  expect(planOf(fileWith(...disks), { faultOf: () => FAULT }).domains.size).toBe(1);
});

it('whether a file is there that may not be used is not told', () => {
  expect(problems(disk('/etc/no.qcow2')).map(({ code }) => code)).toEqual(['PATH_NOT_ALLOWED']);
});

it('nothing is looked at unless asked to', () => {
  expect(planOf(fileWith(disk('no.qcow2'))).domains.size).toBe(1);
});

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lago-files-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

it.each([
  ['file', undefined],
  ['link', undefined],
  ['packed', undefined],
  ['.', 'is not a file'],
  ['nothing', 'does not exist'],
  ['file/below', 'does not exist'],
  ['dangling', 'does not exist'],
])('%s: %s', (name, fault) => {
  writeFileSync(join(root, 'file'), '');
  writeFileSync(join(root, 'packed.zst'), '');
  mkdirSync(join(root, 'directory'));
  symlinkSync('file', join(root, 'link'));
  symlinkSync('nothing', join(root, 'dangling'));
  expect(faultOfImage(join(root, name))).toBe(fault);
});
