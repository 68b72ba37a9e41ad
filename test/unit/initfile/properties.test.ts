// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a reference to a variable, as an init file has it
import { describe, expect, it } from 'vitest';
import { DISK_KEYS } from '../../../src/initfile/disk-schema.ts';
import { type InitFile, InitFileError, parseInitFile } from '../../../src/initfile/index.ts';
import { DOMAIN, NET } from '../../../src/initfile/keys.ts';
import fc from '../../support/fast-check.ts';
import { FILE } from './helpers.ts';

/** Parses; anything but an InitFile or an InitFileError escapes and fails the test. */
function parseSafely(text: string, strict = false): InitFile | InitFileError {
  try {
    return parseInitFile(text, { file: FILE, strict });
  } catch (error) {
    if (error instanceof InitFileError) return error;
    throw error;
  }
}

function expectSound(result: InitFile | InitFileError, text: string): void {
  const lines = text.split('\n');
  const problems = result instanceof InitFileError ? result.problems : result.warnings;
  if (result instanceof InitFileError) expect(problems.length).toBeGreaterThan(0);
  for (const { position, message } of problems) {
    expect(position.line).toBeGreaterThanOrEqual(1);
    expect(position.line).toBeLessThanOrEqual(lines.length);
    expect(position.column).toBeGreaterThanOrEqual(1);
    expect(position.column).toBeLessThanOrEqual((lines[position.line - 1]?.length ?? 0) + 1);
    expect(message).not.toMatch(/\n|undefined|\[object/);
  }
  const places = problems.map(({ position }) => position.line * 1e6 + position.column);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
}

const key = fc.constantFrom(
  'domains',
  'nets',
  'prototypes',
  'vm0',
  'lago',
  'start',
  'end',
  'net',
  'ip',
  '<<',
  '__proto__',
  'constructor',
  'toString',
  ...DOMAIN.keys,
  ...NET.keys,
  ...DISK_KEYS,
);

const leaf = fc.oneof(
  fc.constantFrom(
    'template',
    'empty',
    'file',
    'qcow2',
    'raw',
    'nat',
    '10G',
    'lago',
    '10.0.0.1',
    '$HOME',
    '${LAGO_X:-y}',
    'True',
  ),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 6, withCrossShrink: true }, leaf, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(
    fc.oneof({ weight: 9, arbitrary: key }, { weight: 1, arbitrary: fc.string({ maxLength: 5 }) }),
    tie('value'),
    {
      maxKeys: 6,
    },
  ),
}));

const disk = fc.record(
  {
    name: leaf,
    type: fc.constantFrom('template', 'empty', 'file', 'x'),
    dev: fc.constantFrom('vda', 'sda', 7),
    format: fc.constantFrom('qcow2', 'raw', 'iso', 'x'),
    size: leaf,
    path: leaf,
    template_name: leaf,
    build: value,
    metadata: value,
  },
  { requiredKeys: [] },
);

const domain = fc.record(
  {
    memory: leaf,
    vcpu: leaf,
    nics: fc.array(fc.record({ net: leaf, ip: leaf }, { requiredKeys: [] }), { maxLength: 2 }),
    disks: fc.array(disk, { maxLength: 3 }),
    groups: value,
    metadata: value,
    'based-on': leaf,
    bootstrap: leaf,
  },
  { requiredKeys: [] },
);

const document = fc.record({
  domains: fc.oneof(fc.dictionary(fc.string({ maxLength: 4 }), domain, { maxKeys: 3 }), value),
  nets: fc.oneof(fc.dictionary(fc.constantFrom('lago', 'data'), value, { maxKeys: 2 }), value),
});

const yamlish = fc
  .array(
    fc.oneof(
      key,
      fc.constantFrom(
        '\n',
        '\n  ',
        '\n    ',
        '\n- ',
        ': ',
        ':',
        '- ',
        '&a ',
        '*a',
        '<<: *a',
        '{',
        '}',
        '[',
        ']',
        ', ',
        '"',
        "'",
      ),
      fc.constantFrom(
        '#',
        '|',
        '>',
        '!',
        '!!str ',
        '%',
        '@',
        '?',
        '---\n',
        '...\n',
        '\t',
        '~',
        '\r\n',
        '\uFEFF',
        '\u0000',
        '\u2028',
      ),
      fc.string({ maxLength: 3, unit: 'binary' }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('whatever the text, there is an init file or an explanation', () => {
  it('random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => expectSound(parseSafely(text), text)),
    );
  });

  it('pieces of YAML', () => {
    fc.assert(
      fc.property(yamlish, fc.boolean(), (text, strict) => expectSound(parseSafely(text, strict), text)),
      { numRuns: 1000 },
    );
  });

  it('pieces of YAML in the right place', () => {
    fc.assert(
      fc.property(yamlish, (piece) => {
        const text = `domains:\n  vm0:\n    ${piece}\nnets:\n  lago: {}\n`;
        expectSound(parseSafely(text), text);
      }),
      { numRuns: 500 },
    );
  });

  it('documents of the right shape with anything in them', () => {
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, 2, '\t'), (content, indentation) => {
        const text = JSON.stringify(content, null, indentation);
        expectSound(parseSafely(text), text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('JSON', () => {
  it('never has a syntax error, whatever its indentation', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t', ' \t'), (json, indentation) => {
        const result = parseSafely(
          JSON.stringify({ domains: {}, nets: { lago: {} }, other: JSON.parse(json) }, null, indentation),
        );
        const codes = result instanceof InitFileError ? result.problems.map((problem) => problem.code) : [];
        expect(codes.filter((code) => code !== 'BAD_KEY')).toEqual([]);
      }),
    );
  });

  it('keeps its values', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (json) => {
        const content: unknown = JSON.parse(json);
        fc.pre(!json.includes('__proto__'));
        const result = parseSafely(JSON.stringify({ domains: {}, nets: { lago: { main_dns: [content] } } }));
        if (result instanceof InitFileError) throw result;
        expect(result.nets.get('lago')?.mainDns).toEqual([content]);
      }),
    );
  });
});

describe('text of hostile shape ends soon', () => {
  it.each([
    [
      'unclosed references',
      `domains: {vm0: {nics: [net: lago], memory: 64, disks: [{name: a, type: empty, size: 1G, dev: vda, format: raw, build: [{b: {o: "${'${A:-'.repeat(100_000)}"}}]}]}}\nnets: {lago: }\n`,
    ],
    [
      'near misses',
      `domains: {}\nnets:\n  lago:\n${Array.from({ length: 20_000 }, (_, index) => `    memor${index}: 1\n`).join('')}`,
    ],
    ['a long key', `domains: {}\nnets: {? ${'m'.repeat(900_000)} : }\n`],
    ['closing brackets', '}'.repeat(100_000)],
    ['anchors', '&a '.repeat(100_000)],
  ])('%s', (_, text) => {
    expect(parseSafely(text)).toBeDefined();
  });
});
