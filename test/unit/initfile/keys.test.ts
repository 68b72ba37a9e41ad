import { describe, expect, it } from 'vitest';
import { diskFile, domainFile, errors, errorsOf, netFile, parse, warnings } from './helpers.ts';

describe('unknown keys', () => {
  it('are warned about, at the key, and kept', () => {
    const text = domainFile('memory: 64\ndisks: []\ncolour: blue');
    expect(warnings(text)).toEqual(['6:12 NO_DISKS domains.vm0.disks', '7:5 UNKNOWN_KEY domains.vm0.colour']);
    expect(parse(text).warnings[1]?.message).toBe('`colour` is not a key of a domain');
    expect(parse(text).domains.get('vm0')?.raw.colour).toBe('blue');
  });

  it('are errors when strict', () => {
    expect(errors(domainFile('memory: 64\ncolour: blue'), { strict: true })).toEqual([
      '6:5 UNKNOWN_KEY domains.vm0.colour',
    ]);
  });

  it.each([
    [
      'a NIC',
      'domains:\n  vm0:\n    memory: 64\n    nics:\n      - net: lago\n        speed: 10\nnets: {lago: {}}\n',
      '6:9',
      'domains.vm0.nics[0].speed',
    ],
    [
      'a disk',
      diskFile('name: a\ntype: empty\nsize: 1G\ndev: vda\nformat: raw\ncolour: 1'),
      '12:9',
      'domains.vm0.disks[0].colour',
    ],
    ['a network', netFile('colour: 1'), '4:5', 'nets.lago.colour'],
    ['a DHCP range', netFile('dhcp: {start: 2, end: 3, lease: 9}'), '4:30', 'nets.lago.dhcp.lease'],
  ])('of %s', (what, text, place, path) => {
    expect(warnings(text)).toContain(`${place} UNKNOWN_KEY ${path}`);
    expect(errors(text, { strict: true })).toEqual([`${place} UNKNOWN_KEY ${path}`]);
    expect(errorsOf(text, { strict: true })[0]?.message).toContain(`not a key of ${what}`);
  });

  it('are fine at the top level, where anchors live, and in metadata', () => {
    const text = `anything: {memroy: 1}\n${domainFile('memory: 64\nmetadata: {colour: blue}\ndisks: []')}`;
    expect(warnings(text, { strict: true })).toEqual(['8:12 NO_DISKS domains.vm0.disks']);
  });

  it('explain what is missing beside them', () => {
    const [problem] = errorsOf(domainFile('memory: 64').replace('net: lago', 'network: lago'));
    expect(problem).toMatchObject({ code: 'MISSING_KEY', hint: '`network` is not a key of a NIC' });
  });

  it('of an anchor are reported where they are written, once', () => {
    const text =
      'base: &b {memory: 64, colour: 1, nics: [net: lago], disks: []}\ndomains: {a: *b, b: *b}\nnets: {lago: }\n';
    expect(warnings(text).filter((line) => line.includes('UNKNOWN'))).toEqual(['1:23 UNKNOWN_KEY domains.a.colour']);
  });
});

describe('near misses of keys that are absent', () => {
  it.each([
    ['domains', 'domain: {}\nnets: {lago: }\n', '1:1 NEAR_MISS domain', 'did you mean `domains`?'],
    ['nets', 'domains: {}\nNets: {lago: }\n', '2:1 NEAR_MISS Nets', 'did you mean `nets`?'],
    ['a domain', domainFile('memroy: 64'), '5:5 NEAR_MISS domains.vm0.memroy', 'did you mean `memory`?'],
    [
      'a disk',
      diskFile('name: a\ntype: empty\nSize: 1G\ndev: vda\nformat: raw'),
      '9:9 NEAR_MISS domains.vm0.disks[0].Size',
      'did you mean `size`?',
    ],
    ['a network', netFile('managment: yes'), '4:5 NEAR_MISS nets.lago.managment', 'did you mean `management`?'],
    ['a DHCP range', netFile('dhcp: {start: 2, ent: 3}'), '4:22 NEAR_MISS nets.lago.dhcp.ent', 'did you mean `end`?'],
    [
      'metadata',
      domainFile('memory: 64\nmetadata: {deploy_scripts: [a]}'),
      '6:16 NEAR_MISS domains.vm0.metadata.deploy_scripts',
      'did you mean `deploy-scripts`?',
    ],
  ])('in %s are errors', (_, text, expected, hint) => {
    expect(errors(text)).toEqual([expected]);
    expect(errorsOf(text)[0]?.hint).toBe(hint);
  });

  it('have their values checked too', () => {
    expect(errors(domainFile('memroy: much'))).toEqual([
      '5:5 NEAR_MISS domains.vm0.memroy',
      '5:13 WRONG_VALUE domains.vm0.memory',
    ]);
  });

  it('are only unknown when the key is there', () => {
    expect(warnings(domainFile('memory: 64\nmemroy: 32\ndisks: []'))).toContain('6:5 UNKNOWN_KEY domains.vm0.memroy');
  });

  it('are only doubtful for `prototypes`, which files may do without', () => {
    expect(warnings('prototype: {}\ndomains: {}\nnets: {lago: }\n')).toEqual([
      '1:1 NEAR_MISS prototype',
      '2:10 NO_DOMAINS domains',
    ]);
  });
});

describe('keys by another name', () => {
  it('takes `device` for `dev`', () => {
    const text = diskFile('name: a\ntype: empty\nsize: 1G\ndevice: vda\nformat: raw');
    expect(parse(text).domains.get('vm0')?.disks[0]?.dev).toBe('vda');
    expect(warnings(text, { strict: true })).toEqual([]);
  });

  it('prefers `dev`, as Lago does', () => {
    const text = diskFile('name: a\ntype: empty\nsize: 1G\ndevice: vdb\ndev: vda\nformat: raw');
    expect(parse(text).domains.get('vm0')?.disks[0]?.dev).toBe('vda');
    expect(warnings(text)).toEqual(['10:9 IGNORED_KEY domains.vm0.disks[0].device']);
  });

  it('takes `ovirt-scripts` and `service_class`, and names their successors', () => {
    const text = domainFile('memory: 64\ndisks: []\nservice_class: SysVInitService\nmetadata: {ovirt-scripts: [a.sh]}');
    expect(parse(text).domains.get('vm0')).toMatchObject({ serviceProvider: 'sysvinit', deployScripts: ['a.sh'] });
    expect(warnings(text)).toEqual([
      '6:12 NO_DISKS domains.vm0.disks',
      '7:5 DEPRECATED_KEY domains.vm0.service_class',
      '8:16 DEPRECATED_KEY domains.vm0.metadata.ovirt-scripts',
    ]);
  });
});
