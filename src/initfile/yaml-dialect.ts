import type { ScalarTag, Tags } from 'yaml';

const number = (kind: 'int' | 'float', test: RegExp, resolve: (digits: string) => number): ScalarTag => ({
  tag: `tag:yaml.org,2002:${kind}`,
  default: true,
  test,
  resolve: (source) => {
    const digits = source.replace(/^[-+]/, '').replaceAll('_', '');
    return source.startsWith('-') ? -resolve(digits) : resolve(digits);
  },
});

const boolean = (test: RegExp, value: boolean): ScalarTag => ({
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test,
  resolve: () => value,
});

const nothing: ScalarTag = {
  tag: 'tag:yaml.org,2002:null',
  default: true,
  test: /^(?:~|null|Null|NULL)?$/,
  resolve: () => null,
};

/**
 * The plain scalars of YAML 1.1 as PyYAML reads them, which is what Lago's users wrote for: `yes`, `no`, `on`, `off`,
 * octal numbers. Left out on purpose: base-60 numbers (`52:54:00:12:34:56` is a MAC address), dates (a template
 * version may look like one) and binary.
 */
export const LAGO_DIALECT: Tags = [
  nothing,
  boolean(/^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/, true),
  boolean(/^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/, false),
  number('int', /^[-+]?0b[01_]+$/, (digits) => Number.parseInt(digits.slice(2), 2)),
  number('int', /^[-+]?0[0-7_]+$/, (digits) => Number.parseInt(digits, 8)),
  number('int', /^[-+]?0x[0-9a-fA-F_]+$/, (digits) => Number.parseInt(digits.slice(2), 16)),
  number('int', /^[-+]?(?:0|[1-9][0-9_]*)$/, Number),
  number('float', /^[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/, Number),
  number('float', /^[-+]?\.(?:inf|Inf|INF)$/, () => Number.POSITIVE_INFINITY),
  number('float', /^\.(?:nan|NaN|NAN)$/, () => Number.NaN),
];

/** The dialect for JSON, whose numbers may have an exponent where PyYAML would see text (`12e5` is a likely hash). */
export const JSON_DIALECT: Tags = [...LAGO_DIALECT, number('float', /^-?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]+$/, Number)];
