import { describe, expect, it } from 'vitest';
import { errors, errorsOf, parse, warnings } from './helpers.ts';

const NETS = 'nets: {lago: {}}\n';

describe('based-on', () => {
  const text = `prototypes:
  base:
    memory: 1024
    vcpu: 1
    nics: [{net: lago}]
    metadata: {owner: base, kept: true}
  big:
    based-on: base
    memory: 4096
    disks: []
domains:
  vm0:
    based-on: big
    metadata: {owner: vm0}
  vm1: {based-on: base, disks: [], vcpu: }
${NETS}`;

  it('gives every key that a domain lacks, through any number of prototypes', () => {
    const { domains } = parse(text);
    expect(domains.get('vm0')).toMatchObject({ memory: 4096, vcpu: 1, nics: [{ net: 'lago' }] });
    expect(domains.get('vm1')).toMatchObject({ memory: 1024 });
  });

  it('does not merge values, and a key without value counts as there', () => {
    const { domains } = parse(text);
    expect(domains.get('vm0')?.metadata).toEqual({ owner: 'vm0' });
    expect(domains.get('vm1')).not.toHaveProperty('vcpu');
  });

  it('leaves itself out of `raw`', () => {
    expect(Object.keys(parse(text).domains.get('vm0')?.raw ?? {})).toEqual([
      'metadata',
      'memory',
      'disks',
      'vcpu',
      'nics',
    ]);
  });

  it('shares no objects between domains', () => {
    const { domains } = parse(text);
    expect(domains.get('vm0')?.raw.nics).not.toBe(domains.get('vm1')?.raw.nics);
  });

  it('places values where they are written', () => {
    const { locate } = parse(text);
    expect(locate(['domains', 'vm0', 'memory'])).toMatchObject({ line: 9, column: 13 });
    expect(locate(['domains', 'vm0', 'nics', 0, 'net'])).toMatchObject({ line: 5, column: 18 });
    expect(locate(['domains', 'vm0', 'based-on'])).toMatchObject({ line: 13, column: 15 });
  });

  it('reports mistakes in a prototype there, once', () => {
    expect(errors(text.replace('vcpu: 1', 'vcpu: x'))).toEqual(['4:11 WRONG_VALUE domains.vm0.vcpu']);
    expect(warnings(text.replace('vcpu: 1', 'colour: 1')).filter((line) => line.includes('KEY'))).toEqual([
      '4:5 UNKNOWN_KEY domains.vm0.colour',
    ]);
  });

  it('takes a mapping in place of a name, as the last Lago did', () => {
    const { domains } = parse(`domains: {vm0: {based-on: {memory: 64, nics: [{net: lago}], disks: []}}}\n${NETS}`);
    expect(domains.get('vm0')?.memory).toBe(64);
  });

  it('takes a name that looks like a number', () => {
    const { domains } = parse(
      `prototypes: {1.10: {memory: 64}}\ndomains: {vm0: {based-on: 1.10, nics: [net: lago]}}\n${NETS}`,
    );
    expect(domains.get('vm0')?.memory).toBe(64);
  });
});

describe('prototypes that are refused', () => {
  const based = (prototypes: string, basis: string) =>
    `prototypes: ${prototypes}\ndomains: {vm0: {based-on: ${basis}, nics: [net: lago]}}\n${NETS}`;

  it.each([
    ['an unknown one', based('{base: {}}', 'other'), ['2:27 UNKNOWN_PROTOTYPE domains.vm0.based-on']],
    ['itself', based('{a: {based-on: a}}', 'a'), ['1:28 PROTOTYPE_CYCLE prototypes.a.based-on']],
    ['a cycle', based('{a: {based-on: b}, b: {based-on: a}}', 'a'), ['1:46 PROTOTYPE_CYCLE prototypes.b.based-on']],
    ['a list', based('{}', '[a]'), ['2:27 WRONG_TYPE domains.vm0.based-on']],
    ['a boolean', based('{}', 'yes'), ['2:27 WRONG_TYPE domains.vm0.based-on']],
    ['no mapping', based('{a: 7}', 'a'), ['2:27 WRONG_TYPE domains.vm0.based-on']],
    ['no mapping of prototypes', `prototypes: [a]\ndomains: {}\n${NETS}`, ['1:13 WRONG_TYPE prototypes']],
  ])('%s', (_, text, expected) => {
    expect(errors(text)).toEqual(expected);
  });

  it('are named', () => {
    const hint = (prototypes: string, basis: string) => errorsOf(based(prototypes, basis))[0]?.hint;
    expect(hint('{base: {}}', 'bsae')).toBe('did you mean `base`?');
    expect(hint('{one: {}, two: {}}', 'other')).toBe('known are `one`, `two`');
    expect(hint('{}', 'other')).toBe('this file has no `prototypes`');
    expect(errorsOf(based('{a: {based-on: b}, b: {based-on: a}}', 'a'))[0]?.message).toBe(
      'a prototype is based on itself: `a` -> `b` -> `a`',
    );
  });

  it('include chains without end', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => `p${index}: {based-on: p${index + 1}}`).join(', ');
    expect(errorsOf(based(`{${chain}}`, 'p0'))).toMatchObject([{ code: 'TOO_DEEP' }]);
  });

  it('include those that make the file explode', () => {
    const wide = Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join(', ');
    const many = Array.from({ length: 200 }, (_, index) => `vm${index}: {based-on: a}`).join(', ');
    const codes = errorsOf(
      `prototypes: {a: {nics: [{net: lago}], metadata: {${wide}}}}\ndomains: {${many}}\n${NETS}`,
    ).map((problem) => problem.code);
    expect(codes).toContain('TOO_LARGE');
  });
});
