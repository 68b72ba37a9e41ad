import { describe, expect, it } from 'vitest';
import { errors, errorsOf, parse } from './helpers.ts';

const SHARED = `vm-base: &vm
  memory: 1024
  nics: &nics
    - net: lago
  disks:
    - name: root
      type: template
      template_name: el7.3-base
      dev: sda
      format: qcow2
domains:
  vm0: *vm
  vm1:
    <<: *vm
    memory: 2048
nets:
  lago: {type: nat}
`;

describe('anchors', () => {
  it('are shared by domains', () => {
    const { domains } = parse(SHARED);
    expect([...domains].map(([name, spec]) => [name, spec.memory, spec.disks[0]?.name])).toEqual([
      ['vm0', 1024, 'root'],
      ['vm1', 2048, 'root'],
    ]);
  });

  it('give each use its own objects', () => {
    const { domains } = parse(SHARED);
    const [a, b] = [domains.get('vm0'), domains.get('vm1')];
    expect(a?.raw.nics).toEqual(b?.raw.nics);
    expect(a?.raw.nics).not.toBe(b?.raw.nics);
    expect(a?.disks[0]?.raw).not.toBe(b?.disks[0]?.raw);
    expect(a?.nics[0]).not.toBe(b?.nics[0]);
  });

  it('have their positions where they are written', () => {
    const file = parse(SHARED);
    expect(file.locate(['domains', 'vm0', 'memory'])).toMatchObject({ line: 2, column: 11 });
    expect(file.locate(['domains', 'vm1', 'memory'])).toMatchObject({ line: 15, column: 13 });
    expect(file.locate(['domains', 'vm1', 'disks', 0, 'dev'])).toMatchObject({ line: 9, column: 12 });
    expect(file.locate(['domains', 'vm1', 'nics', 0, 'ip'])).toMatchObject({ line: 4, column: 7 });
    expect(file.locate(['domains', 'no', 'such', 'thing'])).toMatchObject({ line: 12, column: 3 });
    expect(file.locate([])).toMatchObject({ line: 1, column: 1 });
  });

  it('report a mistake in them once', () => {
    expect(errors(SHARED.replace('dev: sda', 'dev: 7'))).toEqual(['9:12 WRONG_VALUE domains.vm0.disks[0].dev']);
  });

  it('may be redefined; an alias means the last one before it', () => {
    const text = 'a: &m 9000\nnets: {x: {mtu: *m}, y: {mtu: &m 1400}, z: {mtu: *m}}\ndomains: {}\n';
    expect([...parse(text).nets.values()].map((net) => net.mtu)).toEqual([9000, 1400, 1400]);
  });
});

describe('merge keys', () => {
  const merged = (body: string) =>
    parse(`a: &a {mtu: 1400, gw: 192.168.200.1}\nb: &b {mtu: 9000}\ndomains: {}\nnets:\n  lago:\n${body}`).nets.get(
      'lago',
    );

  it.each([
    ['a mapping', '    <<: *a\n', 1400],
    ['own keys win', '    mtu: 100\n    <<: *a\n', 100],
    ['in a list the first wins', '    <<: [*b, *a]\n', 9000],
    ['of several the last wins', '    <<: *b\n    <<: *a\n', 1400],
    ['written in place', '    <<: {mtu: 1300}\n', 1300],
  ])('%s', (_, body, mtu) => {
    expect(merged(body)?.mtu).toBe(mtu);
  });

  it('take keys from all mappings', () => {
    expect(merged('    <<: [*b, *a]\n')).toMatchObject({ mtu: 9000, gw: '192.168.200.1' });
  });

  it('work through each other', () => {
    const text = 'a: &a {mtu: 1400}\nb: &b {<<: *a, gw: 192.168.200.1}\ndomains: {}\nnets: {x: {<<: *b}}\n';
    expect(parse(text).nets.get('x')).toMatchObject({ mtu: 1400, gw: '192.168.200.1' });
    expect(parse(text).nets.get('x')?.raw).toEqual({ mtu: 1400, gw: '192.168.200.1' });
  });

  it('refuse anything but mappings', () => {
    expect(errors('a: &a [1]\ndomains: {}\nnets:\n  x:\n    <<: *a\n  y:\n    <<: 7\n')).toEqual([
      '1:8 WRONG_TYPE nets.x["<<"]',
      '7:9 WRONG_TYPE nets.y["<<"]',
    ]);
  });
});

describe('aliases that are refused', () => {
  it.each([
    ['no anchor', 'domains: {}\nnets: *lago\n', ['2:7 UNKNOWN_ALIAS nets']],
    ['an anchor that comes later', 'domains: *d\nnets: &d {}\n', ['1:10 UNKNOWN_ALIAS domains']],
    ['a cycle', 'domains: &d\n  vm0: *d\n', ['2:8 ALIAS_CYCLE domains.vm0']],
    ['a cycle through a merge key', 'domains: &d\n  <<: *d\n', ['2:7 ALIAS_CYCLE domains']],
  ])('%s', (_, text, expected) => {
    expect(errors(text)).toEqual(expected);
  });

  it('bombs, wherever they are', () => {
    const names = [...'bcdefghij'];
    const levels = names.map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[index]}`)}]\n`);
    const bomb = `a: &a [1,1,1,1,1,1,1,1,1,1]\n${levels.join('')}domains: {}\nnets: {lago: {}}\n`;
    expect(errorsOf(bomb).map((problem) => problem.code)).toEqual(['TOO_LARGE']);
  });

  it('bombs made of merge keys', () => {
    const wide = Array.from({ length: 2000 }, (_, index) => `k${index}: 1`).join(', ');
    const many = Array.from({ length: 2000 }, () => '- {<<: *a}').join('\n');
    const text = `a: &a {${wide}}\nb:\n${many}\ndomains: {}\nnets: {lago: {}}\n`;
    expect(errorsOf(text).map((problem) => problem.code)).toEqual(['TOO_LARGE']);
  });
});
