import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withChains } from '../../../src/providers/libvirt/chains.ts';
import { domainXml } from '../../../src/providers/libvirt/domain-xml.ts';
import type { DiskPlan } from '../../../src/providers/plan.ts';
import { domain, found, MGMT, planOf } from '../../support/plan.ts';
import { parseXml, select } from '../../support/xml.ts';

let root: string;
let top: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lago-chains-')));
  mkdirSync(join(root, 'images'));
  top = image('images/vm_root.qcow2');
});
afterEach(() => rmSync(root, { recursive: true }));

/** Makes an image over another; `backing` is written into its header as it is. */
function image(name: string, backing?: string, format = 'qcow2'): string {
  const path = join(root, name);
  const over = backing === undefined ? [] : ['-u', '-b', backing, '-F', format];
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', ...over, path, '1M']);
  return path;
}

/** The images that libvirt is told of, as `format path`, with `!` behind those it must leave to their owners. */
async function told(more: Partial<DiskPlan> = {}): Promise<string[]> {
  const plan = planOf({ domains: { vm: domain(['mgmt']) }, nets: { mgmt: MGMT } });
  const vm = found(plan.domains.get('vm'));
  const disk: DiskPlan = { ...found(vm.disks[0]), path: top, ...more };
  const xml = parseXml(domainXml(await withChains({ ...vm, disks: [disk] }), plan));
  const links: string[] = [];
  for (let path = 'domain/devices/disk/backingStore'; ; path += '/backingStore') {
    const [file] = select(xml, `${path}/source/@file`);
    if (file === undefined) return links;
    const kept = select(xml, `${path}/source/seclabel`).length > 0 ? '!' : '';
    links.push(`${select(xml, `${path}/format/@type`)} ${String(file).replace(root, '')}${kept}`);
  }
}

const overlay = { kind: 'file', file: '/x', fileFormat: 'qcow2', copy: false } as const;

describe('images below a disk', () => {
  test('stay with their owners when everybody may read them', async () => {
    writeFileSync(join(root, 'base.raw'), 'x');
    chmodSync(join(root, 'base.raw'), 0o600);
    image('middle.qcow2', 'base.raw', 'raw');
    top = image('images/vm_root.qcow2', join(root, 'middle.qcow2'));
    expect(await told({ source: overlay })).toEqual(['qcow2 /middle.qcow2!', 'raw /base.raw']);
  });

  test('are given to QEMU when they are layers of ours, which may be merged', async () => {
    image('base.qcow2');
    image('images/vm_root.1.qcow2', join(root, 'base.qcow2'));
    top = image('images/vm_root.qcow2', join(root, 'images/vm_root.1.qcow2'));
    expect(await told()).toEqual(['qcow2 /images/vm_root.1.qcow2', 'qcow2 /base.qcow2!']);
    const file = join(root, 'base.qcow2');
    const kept = { ...overlay, file, inPlace: true };
    expect(await told({ source: kept })).toEqual(['qcow2 /images/vm_root.1.qcow2', 'qcow2 /base.qcow2']);
  });

  test.each([
    ['an image that is not there', () => image('images/vm_root.qcow2', join(root, 'gone.qcow2'))],
    ['an image by a protocol', () => image('images/vm_root.qcow2', 'nbd://127.0.0.1/x', 'raw')],
    [
      'an image that lies about its format',
      () => {
        writeFileSync(join(root, 'text'), 'x');
        return image('images/vm_root.qcow2', join(root, 'text'));
      },
    ],
    [
      'a circle',
      () => {
        image('a.qcow2', 'b.qcow2');
        image('b.qcow2', 'a.qcow2');
        return image('images/vm_root.qcow2', join(root, 'a.qcow2'));
      },
    ],
  ])('are left for libvirt to find: %s', async (_what, make) => {
    top = make();
    expect(await told({ source: overlay })).toEqual([]);
    expect(await told()).toEqual(['qcow2 /store/repo:debian12:1']);
  });

  test('are none below raw images, whatever guests write there', async () => {
    top = image('images/vm_root.qcow2', '/etc/shadow', 'raw');
    expect(await told({ source: overlay, format: 'raw' })).toEqual([]);
  });
});
