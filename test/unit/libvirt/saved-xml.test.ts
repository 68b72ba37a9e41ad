import { describe, expect, it } from 'vitest';
import type { ChainedDomain } from '../../../src/providers/libvirt/chains.ts';
import { domainXml } from '../../../src/providers/libvirt/domain-xml.ts';
import { hardwareOf, imagesOf, withDisks } from '../../../src/providers/libvirt/saved-xml.ts';
import { disk, domain, found, MGMT, planOf } from '../../support/plan.ts';
import { parseXml, select } from '../../support/xml.ts';

const iso = { name: 'cd', type: 'file', path: 'cd.iso', format: 'iso', dev: 'hdc' };
const data = { name: 'data', type: 'empty', size: '1G', format: 'raw', dev: 'sda' };
const plan = planOf({
  domains: { vm: domain(['mgmt'], { disks: [disk(), data, iso], metadata: { note: `<&"'> ü` } }) },
  nets: { mgmt: MGMT },
});
const saved = found(plan.domains.get('vm'));
const xml = domainXml(saved, plan);
const moved: ChainedDomain = {
  ...saved,
  disks: saved.disks.map((entry) =>
    entry.device === 'cdrom'
      ? entry
      : {
          ...entry,
          path: `/images/${entry.name} & new.qcow2`,
          format: 'qcow2',
          chain: [
            { file: `/images/${entry.name}.qcow2`, format: 'qcow2', keepsOwner: false },
            ...(entry.source.kind === 'template'
              ? [{ file: entry.source.backingFile, format: entry.source.backingFormat, keepsOwner: true }]
              : []),
          ],
        },
  ),
};

describe('a definition that was saved with memory', () => {
  const at = (text: string) => {
    const tree = parseXml(text);
    return (path: string) => select(tree, `domain/${path}`);
  };

  it('gets the images of now, and keeps everything else as it was', () => {
    const before = at(xml);
    const after = at(withDisks(xml, moved.disks));
    expect(after('devices/disk/source/@file')).toEqual([
      '/images/root & new.qcow2',
      '/images/data & new.qcow2',
      '/work/cd.iso',
    ]);
    expect(after('devices/disk/driver/@type')).toEqual(['qcow2', 'qcow2', 'raw']);
    expect(after('devices/disk/target/@dev')).toEqual(before('devices/disk/target/@dev'));
    for (const part of ['name', 'uuid', 'os', 'cpu', 'sysinfo', 'metadata', 'devices/interface', 'devices/serial']) {
      expect(after(part)).toEqual(before(part));
    }
  });

  it('says which images lie below', () => {
    const after = at(withDisks(xml, moved.disks));
    expect(after('devices/disk/backingStore/source/@file')).toEqual(['/images/root.qcow2', '/images/data.qcow2']);
    expect(after('devices/disk/backingStore/backingStore/source/@file')).toEqual(['/store/repo:debian12:1']);
  });

  it('is the same when nothing has moved', () => {
    expect(parseXml(withDisks(xml, saved.disks))).toEqual(parseXml(xml));
  });

  it('keeps blanks, numbers and special characters', () => {
    const text = `<domain type='kvm'><title> 007 &lt;x&gt; &amp; &#x201c;</title><devices></devices></domain>`;
    expect(parseXml(withDisks(text, []))).toEqual(parseXml(text));
  });

  it('says what the host must have', () => {
    expect(hardwareOf(xml)).toEqual({ type: 'kvm', emulator: undefined, machine: 'pc', arch: 'x86_64' });
  });
});

it('the images that disks have open are read from a live definition', () => {
  const chain = domainXml(moved, plan);
  expect([...imagesOf(chain)]).toEqual([
    ['vda', ['/images/root & new.qcow2', '/images/root.qcow2', '/store/repo:debian12:1']],
    ['sda', ['/images/data & new.qcow2', '/images/data.qcow2']],
    ['hdc', ['/work/cd.iso']],
  ]);
});
