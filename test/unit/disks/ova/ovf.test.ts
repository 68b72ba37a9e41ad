import { describe, expect, it } from 'vitest';
import { parseOvf } from '../../../../src/disks/ova/ovf.ts';
import { unitBytes } from '../../../../src/disks/ova/units.ts';
import { UserError } from '../../../../src/host/errors.ts';
import { item, MEMORY, ovirtOvf, vmwareOvf } from '../../../support/ova.ts';

const image = (name: string, ...members: string[]) => ({ name, content: { kind: 'image', members, gzip: false } });
const parse = (text: string, name = 'vm.ovf') => parseOvf(text, name, '/work/x.ova');

/** What is wrong with a description. */
function complaint(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.code).toBe('OVA_INVALID');
    return error.message.replace('the OVA /work/x.ova cannot be imported: ', '');
  }
  throw new Error('it was accepted');
}

describe('an OVF of VMware', () => {
  it('gives processors, memory and disks', () => {
    const files = ['ovf:href="disk1.vmdk" ovf:size="7"', 'ovf:href="a&amp;b.img" ovf:compression="gzip"'];
    expect(parse(vmwareOvf({ files }))).toEqual({
      vcpu: 1,
      memory: 256,
      disks: [
        image('disk1', 'disk1.vmdk'),
        { name: 'a&b', content: { kind: 'image', members: ['a&b.img'], gzip: true } },
      ],
    });
  });

  it('names its files from its own place', () => {
    expect(parse(vmwareOvf(), 'master/vms/x/vm.ovf').disks).toEqual([
      image('disk1', 'master/vms/x/disk1.vmdk', 'disk1.vmdk'),
    ]);
  });

  it('may have disks without an image', () => {
    const disks = ['ovf:capacity="5" ovf:capacityAllocationUnits="byte * 2^30"', 'ovf:capacity="1048576"'];
    expect(parse(vmwareOvf({ files: [], disks })).disks).toEqual([
      { name: 'd0', content: { kind: 'empty', size: 5 * 2 ** 30 } },
      { name: 'd1', content: { kind: 'empty', size: 2 ** 20 } },
    ]);
  });

  it('may say nothing about memory and processors', () => {
    expect(parse(vmwareOvf({ items: '' }))).toEqual({ disks: [image('disk1', 'disk1.vmdk')] });
  });

  it('may refer to files without disks, and have items of OVF 2', () => {
    const text = vmwareOvf()
      .replace('ovf:/disk/d0', 'ovf:/file/file0')
      .replace(/<Item>(<rasd:ResourceType>17.*?)<\/Item>/, '<StorageItem>$1</StorageItem>');
    expect(text).toContain('<StorageItem>');
    expect(parse(text).disks).toEqual([image('disk1', 'disk1.vmdk')]);
  });
});

describe('an OVF of oVirt', () => {
  it('gives sockets times cores, memory and all disks', () => {
    expect(parse(ovirtOvf(['group1/image1', 'group2/image2'], '2', 'GigaBytes'), 'master/vms/x/x.ovf')).toEqual({
      vcpu: 6,
      memory: 2048,
      disks: [
        image('image1', 'images/group1/image1', 'group1/image1', 'image1'),
        image('image2', 'images/group2/image2', 'group2/image2', 'image2'),
      ],
    });
  });
});

describe('an OVF is refused', () => {
  const system = /<VirtualSystem .*<\/VirtualSystem>/s.exec(vmwareOvf())?.[0] ?? '';
  const section = /<VirtualHardwareSection>.*<\/VirtualHardwareSection>/s.exec(system)?.[0] ?? '';
  const cpu = (quantity: string) => item(3, `<rasd:VirtualQuantity>${quantity}</rasd:VirtualQuantity>`);
  const memory = (quantity: string, unit: string) =>
    item(
      4,
      `<rasd:AllocationUnits>${unit}</rasd:AllocationUnits><rasd:VirtualQuantity>${quantity}</rasd:VirtualQuantity>`,
    );

  it.each([
    ['without a machine', vmwareOvf().replace(system, ''), 'it has no machines, not one'],
    ['with two machines', vmwareOvf().replace(system, system + system), 'it has 2 machines, not one'],
    ['without hardware', vmwareOvf().replace(section, ''), 'its machine has no hardware sections, not one'],
    [
      'with hardware twice',
      vmwareOvf().replace(section, section + section),
      'its machine has 2 hardware sections, not one',
    ],
    ['without disks', vmwareOvf({ files: [], disks: [] }), 'its machine has no disk'],
    [
      'with too many disks',
      vmwareOvf({ files: Array<string>(101).fill('ovf:href="x"') }),
      'its machine has more than 100 disks',
    ],
    [
      'with odd memory',
      vmwareOvf({ items: memory('1', 'Parsecs') }),
      'its memory is "1 Parsecs", which is no usable size',
    ],
    ['with no memory', vmwareOvf({ items: memory('0', 'MB') }), 'its memory is "0 MB", which is no usable size'],
    [
      'with endless memory',
      vmwareOvf({ items: memory('999999999', 'TB') }),
      'its memory is "999999999 TB", which is no usable size',
    ],
    ['with no processors', vmwareOvf({ items: cpu('0') + MEMORY }), 'its number of processors is "0"'],
    ['with half a processor', vmwareOvf({ items: cpu('0.5') + MEMORY }), 'its number of processors is "0.5"'],
    [
      'with an unknown disk',
      vmwareOvf().replace('ovf:/disk/d0', 'ovf:/disk/d9'),
      'it has no disk "d9", to which an item refers',
    ],
    ['with an unknown file', vmwareOvf({ disks: ['ovf:fileRef="f9"'] }), 'it has no file "f9", to which a disk refers'],
    [
      'with a layer',
      vmwareOvf({ disks: ['ovf:fileRef="file0" ovf:parentRef="d7"'] }),
      'its disk "d0" is a part of another one',
    ],
    [
      'with an image in pieces',
      vmwareOvf({ files: ['ovf:href="a.vmdk" ovf:chunkSize="7"'] }),
      'its file "a.vmdk" is in several pieces',
    ],
    [
      'with an empty disk of no size',
      vmwareOvf({ disks: ['ovf:capacity="x"'] }),
      'its disk "d0" has no image, and the size "x"',
    ],
    ['with a disk that is nowhere', vmwareOvf().replace('ovf:/disk/d0', ''), 'one of its disks has no image'],
  ])('%s', (_, text, message) => {
    expect(complaint(text)).toBe(message);
  });

  it.each([
    ['no XML', 'machine: one'],
    ['cut short', vmwareOvf().slice(0, 400)],
    ['of endless depth', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
    ['with a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${vmwareOvf()}`],
    [
      'with a bomb of entities',
      `<!DOCTYPE x [<!ENTITY a "${'b'.repeat(99)}"><!ENTITY c "${'&a;'.repeat(99)}">]><x>&c;</x>`,
    ],
    ['empty', ''],
  ])('%s', (_, text) => {
    expect(complaint(text)).toMatch(/^its description "vm\.ovf" is not usable XML: /);
  });

  it('never with the content of a file of the host', () => {
    const text = vmwareOvf().replace('<Envelope', '<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<Envelope');
    expect(complaint(text)).not.toContain('root:');
    expect(parse(vmwareOvf({ files: ['ovf:href="&x;.vmdk"'] })).disks).toEqual([image('&x;', '&x;.vmdk')]);
  });
});

describe('units of allocation', () => {
  it.each([
    ['byte', 1],
    ['byte * 2^20', 2 ** 20],
    ['byte*2^30', 2 ** 30],
    ['bytes * 1024 * 1024', 2 ** 20],
    ['byte * 10^6', 10 ** 6],
    ['MegaBytes', 2 ** 20],
    ['megabyte', 2 ** 20],
    ['GigaBytes', 2 ** 30],
    ['MB', 2 ** 20],
    ['GB', 2 ** 30],
    ['GiB', 2 ** 30],
    ['KiloBytes', 2 ** 10],
    ['TeraBytes', 2 ** 40],
    ['', undefined],
    ['hertz * 10^6', undefined],
    ['byte * x', undefined],
    ['byte * 2^99', undefined],
    ['2^20', undefined],
  ])('%j', (text, bytes) => {
    expect(unitBytes(text)).toBe(bytes);
  });
});
