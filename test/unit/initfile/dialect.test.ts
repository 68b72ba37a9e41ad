import { describe, expect, it } from 'vitest';
import { domain, parse } from './helpers.ts';

/** What a plain scalar becomes. */
function read(scalar: string): unknown {
  return domain(`memory: 64\nmetadata: {value: ${scalar}}`).metadata.value;
}

describe('plain scalars are those of YAML 1.1', () => {
  it.each([
    ['yes', true],
    ['Yes', true],
    ['on', true],
    ['TRUE', true],
    ['no', false],
    ['Off', false],
    ['false', false],
    ['~', null],
    ['null', null],
    ['', null],
    ['12', 12],
    ['-12', -12],
    ['1_000', 1000],
    ['0', 0],
    ['010', 8],
    ['0x1F', 31],
    ['0b101', 5],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1.', 1],
    ['-1.5e+2', -150],
    ['.inf', Number.POSITIVE_INFINITY],
    ['-.inf', Number.NEGATIVE_INFINITY],
    ['.nan', Number.NaN],
  ])('%s', (scalar, expected) => {
    expect(read(scalar)).toEqual(expected);
  });

  it.each(['y', 'n', 'tRue', '.', '..', '089', '1.2.3', '0o17', '12e5', '1.5e3', '+', '-x'])('%s is text', (scalar) => {
    expect(read(scalar)).toBe(scalar);
  });

  it.each([
    '52:54:00:12:34:56',
    '12:30:45',
    '190:20:30',
    '2017-01-01',
    '2017-01-01T10:00:00Z',
  ])('%s is text, against the letter of YAML 1.1', (scalar) => {
    expect(read(scalar)).toBe(scalar);
  });

  it.each([`'yes'`, '"12"', '!!str 12'])('%s is text because it says so', (scalar) => {
    expect(read(scalar)).toBeTypeOf('string');
  });

  it('holds also when the file claims to be YAML 1.2', () => {
    const { nets } = parse('%YAML 1.2\n---\ndomains: {}\nnets: {lago: {management: yes}}\n');
    expect(nets.get('lago')?.management).toBe(true);
  });
});

describe('text keys keep numbers as they are written', () => {
  it.each([
    ['1.10', '1.10'],
    ['20170101.0', '20170101.0'],
    ['0123', '0123'],
    ['12345678901234567890', '12345678901234567890'],
  ])('root-password: %s', (written, expected) => {
    expect(domain(`memory: 64\nroot-password: ${written}`).rootPassword).toBe(expected);
  });
});
