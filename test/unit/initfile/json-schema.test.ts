import { describe, expect, it } from 'vitest';
import { initFiles, schemaErrors, schemaErrorsOf } from '../../support/init-files.ts';
import { snippetsRunAs } from '../../support/snippets.ts';
import { diskFile, domainFile, errors, netFile } from './helpers.ts';

describe('the JSON Schema of init files', () => {
  it.each([...initFiles()])('accepts $name', ({ text }) => {
    expect(schemaErrorsOf(text)).toEqual([]);
  });

  it.each(snippetsRunAs('init-file'))('accepts the one of $key', ({ text }) => {
    expect(schemaErrorsOf(text)).toEqual([]);
  });

  it.each([
    ['a list as one text', 'groups: web\nartifacts: /var/log'],
    ['numbers for texts', 'ssh-password: 123456\nroot-password: 1\ndistro: 7'],
    ['keys without a value', 'groups:\ndisks:\nmemory:\nmetadata:\nservice_provider:\nskip-export:'],
    ['sizes and numbers in quotes', "memory: 2 GiB\nvcpu: '4'\nboot_time_sec: ' 60 '"],
    ['words for yes and no', "bootstrap: 'False'\nskip-export: yes"],
    ['the older names', 'service_class: SystemdService\nmetadata: {ovirt-scripts: a.sh}'],
    ['what Lago writes into its own files', 'name: vm0\nmgmt_net: lago\nsnapshots: {}\ncomment: x'],
    ['ports', 'ports: [80, "8080:80", " 127.0.0.1:8080:80 ", "[::1]:0:80", {guest: 80}]'],
    ['one port', 'ports: 80'],
    [
      'a file with an empty path and an address',
      'disks:\n- {name: a, type: file, path: , url: "http://h/x", dev: vda, format: raw}',
    ],
    ['a prototype in place', 'based-on: {memory: 64}'],
    [
      'builders without options',
      'disks:\n- {name: a, type: empty, size: 1G, dev: vda, format: raw, build: [null, {b: }]}',
    ],
  ])('accepts what parsing accepts: %s', (_, body) => {
    const text = domainFile(body);
    expect(errors(text, { strict: true })).toEqual([]);
    expect(schemaErrorsOf(text)).toEqual([]);
  });

  it('needs no NICs where a prototype may have them', () => {
    const prototypes = { base: { nics: [{ net: 'lago' }] } };
    expect(schemaErrors({ prototypes, domains: { vm0: { 'based-on': 'base' } }, nets: { lago: null } })).toEqual([]);
    expect(schemaErrors({ domains: { vm0: { memory: 64 } }, nets: { lago: null } })).not.toEqual([]);
  });
});

it('the JSON Schema needs no networks where no machine is one of libvirt', () => {
  const box = { 'vm-provider': 'ssh', address: 'box' };
  const vm = { nics: [{ net: 'lago' }] };
  expect(schemaErrors({ domains: { box } })).toEqual([]);
  expect(schemaErrors({ domains: { box, vm } })).not.toEqual([]);
  expect(schemaErrors({ domains: { box: { ...box, 'vm-provider': 'local-libvirt' } } })).not.toEqual([]);
});

const DISK_OF = (name: string) => `name: ${name}\ndev: vda\nformat: qcow2\ntype: empty\nsize: 1G`;
const DISK = 'name: a\ndev: vda\nformat: qcow2\n';

describe('the JSON Schema refuses', () => {
  it.each([
    ['no networks', 'domains: {}\nnets: {}\n'],
    ['no domains', 'nets: {lago: {}}\n'],
    ['a name that is none', 'domains: {a b: {nics: [net: lago]}}\nnets: {lago: {}}\n'],
    ['a mistyped key of a domain', domainFile('memroy: 64')],
    ['memory in words', domainFile('memory: lots')],
    ['no memory', domainFile('memory: 0')],
    ['half a CPU', domainFile('vcpu: 0.5')],
    ['a word that is neither yes nor no', domainFile('bootstrap: maybe')],
    ['a wrong choice', domainFile('type: vm')],
    ['groups as a mapping', domainFile('groups: {a: b}')],
    ['a NIC without a network', 'domains: {vm0: {nics: [{}]}}\nnets: {lago: {}}\n'],
    ['a NIC with an unknown key', 'domains: {vm0: {nics: [{net: lago, ipv: 1}]}}\nnets: {lago: {}}\n'],
    ['an address that is none', 'domains: {vm0: {nics: [{net: lago, ip: 1.2.3}]}}\nnets: {lago: {}}\n'],
    ['no NICs', 'domains: {vm0: {nics: []}}\nnets: {lago: {}}\n'],
    ['a disk without a device', diskFile('name: a\nformat: qcow2\ntype: template\ntemplate_name: t')],
    ['a disk of no type', diskFile(DISK)],
    ['a disk of an unknown type', diskFile(`${DISK}type: disc`)],
    ['a template disk without a name', diskFile(`${DISK}type: template`)],
    ['a layer without its image', diskFile(`${DISK}type: template\ntemplate_type: qcow2`)],
    ['an empty disk without a size', diskFile(`${DISK}type: empty`)],
    ['an empty disk of no size', diskFile(`${DISK}type: empty\nsize: big`)],
    ['a file disk that is nowhere', diskFile(`${DISK}type: file`)],
    ['a template without a value', diskFile(`${DISK}type: template\ntemplate_name:`)],
    ['a file without a value', diskFile(`${DISK}type: file\npath:`)],
    ['a disk name that is no part of a file name', diskFile(DISK_OF('a/b'))],
    ['a disk name with a space', diskFile(DISK_OF('a b'))],
    ['a port that is none', domainFile('ports: [abc]')],
    ['a port that is a size', domainFile('ports: ["10G"]')],
    ['port 0 of the guest', domainFile('ports: 0')],
    ['a port beyond all', domainFile('ports: [65536]')],
    ['half a port', domainFile('ports: [1.5]')],
    ['an address without a port of the host', domainFile('ports: ["127.0.0.1:80"]')],
    ['an unknown type of network', netFile('type: vlan')],
    ['half a DHCP range', netFile('dhcp: {start: 100}')],
    ['a host number beyond any subnet', netFile('dhcp: {start: 100, end: 70000}')],
    ['a record that is no address', netFile('dns_records: {a: b}')],
  ])('%s, as parsing does', (_, text) => {
    expect(errors(text, { strict: true })).not.toEqual([]);
    expect(schemaErrorsOf(text)).not.toEqual([]);
  });
});
