import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InitFileError, init, planInitFile, validateInitFile } from '../../../src/index.ts';
import { brief } from '../initfile/helpers.ts';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lago-problems-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

async function problemsOf(text: string, verb: (options: object) => Promise<unknown> = validateInitFile) {
  writeFileSync(join(cwd, 'LagoInitFile'), text);
  const error = await verb({ cwd, stateDir: join(cwd, 'state'), env: {} }).catch((thrown: unknown) => thrown);
  if (!(error instanceof InitFileError)) throw new Error(`no InitFileError but ${String(error)}`);
  return error.problems.map(brief);
}

const NETS = 'nets: {lago: {dhcp: {start: 100, end: 254}, management: true}, data: {}}\n';
const DISK = '{name: root, type: template, template_name: t, dev: vda, format: qcow2}';

/** Mistakes of both stages: memory, a disk without a size; an unknown network, a path outside, an unknown provider. */
const MIXED = `domains:
  a:
    memory: lots
    nics: [{net: lago}, {net: nope}]
    disks: [${DISK}, {name: e, type: empty, dev: vdb, format: raw}]
  b:
    memory: 64
    nics: [{net: lago}]
    disks: [{name: f, type: file, path: /etc/shadow, dev: vda, format: raw}]
  c:
    memory: 64
    nics: [{net: data}]
    vm-provider: none
${NETS}`;

describe('all mistakes of an init file are reported at once', () => {
  it.each([
    ['validate', validateInitFile],
    ['plan', planInitFile],
    ['init', init],
  ])('by %s, in the order of the file, before anything else is looked at', async (_, verb) => {
    expect(await problemsOf(MIXED, verb)).toEqual([
      '3:13 WRONG_VALUE domains.a.memory',
      '4:31 UNKNOWN_NET domains.a.nics[1].net',
      expect.stringMatching(/^5:\d+ MISSING_KEY domains\.a\.disks\[1\]\.size$/),
      expect.stringMatching(/^9:\d+ PATH_NOT_ALLOWED domains\.b\.disks\[0\]\.path$/),
      '12:11 NO_MANAGEMENT_NET domains.c.nics',
      '13:18 UNKNOWN_VM_PROVIDER domains.c.vm-provider',
    ]);
  });

  it('with NICs and disks counted as in the file', async () => {
    const text = `domains:\n  a:\n    memory: 64\n    nics: [7, {net: nope}, {net: lago}]\n    disks: [7, {name: f, type: file, path: /etc/shadow, dev: vda, format: raw}]\n${NETS}`;
    expect(await problemsOf(text)).toEqual([
      '4:12 WRONG_TYPE domains.a.nics[0]',
      '4:21 UNKNOWN_NET domains.a.nics[1].net',
      '5:13 WRONG_TYPE domains.a.disks[0]',
      expect.stringMatching(/ PATH_NOT_ALLOWED domains\.a\.disks\[1\]\.path$/),
    ]);
  });
});

describe('what follows from a mistake is not reported as another one', () => {
  const vm = 'domains: {a: {memory: 64, nics: [{net: lago}]}}\n';

  it.each([
    [
      'a network whose mark for management is none',
      `${vm}nets: {data: {management: true}, lago: {management: maybe}}\n`,
    ],
    [
      'an attribute of a network that may be one for management',
      `${vm}nets: {data: {mtu: 0}, lago: {management: true}, z: {dns_domain_name: x}}\n`,
    ],
    ['a NIC whose network is a list', `domains: {a: {memory: 64, nics: [{net: [lago]}]}}\n${NETS}`],
    ['NICs that are no list', `domains: {a: {memory: 64, nics: lago}}\n${NETS}`],
    ['a name that is none', `domains: {"a b": {memory: 64, nics: [{net: lago}]}}\n${NETS}`],
    ['networks that are none', `${vm}nets: [lago]\n`],
    ['too many networks', `${vm}nets: {${Array.from({ length: 1001 }, (_, index) => `n${index}: {}`).join(', ')}}\n`],
  ])('%s', async (_, text) => {
    expect(await problemsOf(text)).toHaveLength(1);
  });
});
