import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/host/errors.ts';
import { parseInitFile } from '../../../src/initfile/index.ts';
import { errors, errorsOf, FILE, parse, warnings } from './helpers.ts';

const NETS = 'domains: {}\nnets: {lago: {}}\n';

describe('text that is no init file', () => {
  it.each([
    ['nothing', '', ['1:1 EMPTY'], 'the file is empty'],
    ['blanks', ' \n\n', ['1:1 EMPTY'], 'the file is empty'],
    ['comments', '# one\n# two\n', ['1:1 EMPTY'], 'the file has only comments'],
    ['a document mark alone', '---\n', ['1:1 EMPTY'], 'the file is empty'],
    ['a list', '\n- a\n', ['2:1 WRONG_TYPE'], 'expected a mapping, got a list'],
    ['a word', 'hello', ['1:1 WRONG_TYPE'], 'expected a mapping, got "hello"'],
    ['a number', '42', ['1:1 WRONG_TYPE'], 'expected a mapping, got the number 42'],
  ])('%s', (_, text, expected, message) => {
    expect(errors(text)).toEqual(expected);
    expect(errorsOf(text)[0]?.message).toBe(message);
    expect(errorsOf(text)[0]?.hint).toContain('`domains`');
  });

  it('names the missing sections at the start of the mapping', () => {
    expect(errors('\nother: 1\n')).toEqual(['2:1 MISSING_KEY domains', '2:1 MISSING_KEY nets']);
  });
});

describe('YAML syntax errors', () => {
  it.each([
    ['a tab as indentation', 'domains:\n\tvm0: {}\n', ['2:1 TAB']],
    ['a tab after spaces', 'domains:\n  vm0:\n  \tmemory: 1\n', ['3:3 TAB']],
    ['a list item after a tab', 'domains:\n  vm0:\n    nics:\n\t- net: lago\n', ['4:1 TAB']],
    ['two values on a line', 'domains: vm0: {}\n', ['1:10 SYNTAX']],
    ['no space after a colon', 'domains:{}\nnets: {}\n', ['1:1 SYNTAX']],
    ['an open list', 'domains: [1\n', ['2:1 SYNTAX']],
    ['an open quote', 'domains: "x\n', ['2:1 SYNTAX']],
    ['a reserved character', 'domains: @x\n', ['1:10 SYNTAX']],
    ['a list below a mapping', 'domains: {}\n- x\n', ['2:1 SYNTAX']],
    ['a second document', `${NETS}---\na: 1\n`, ['3:1 MULTIPLE_DOCUMENTS']],
    ['a control character', 'domains: \u0007\n', ['1:10 SYNTAX']],
    ['two errors', 'a: @x\nb: `y`\n', ['1:4 SYNTAX', '2:4 SYNTAX']],
  ])('%s', (_, text, expected) => {
    expect(errors(text)).toEqual(expected);
  });

  it('points at the indentation of the example that a well-known manual has', () => {
    const text = 'domains:\n  vm0:\n    disks:\n      - template_name: el7.3-base\n         type: template\n';
    expect(errors(text)).toEqual(['4:24 SYNTAX']);
    expect(errorsOf(text)[0]?.hint).toContain('indentation');
  });

  it('explains tabs and second documents', () => {
    expect(errorsOf('a:\n\tb: 1\n')[0]).toMatchObject({ message: 'tab used for indentation', hint: /spaces/ });
    expect(errorsOf('a: 1\n---\nb: 1\n')[0]?.message).toMatch(/one document/);
  });

  it('reports no more than 20 lines', () => {
    expect(errors('a: @x\n'.repeat(100))).toHaveLength(20);
  });

  it('accepts the end of one document', () => {
    expect(parse(`---\n${NETS}...\n`).nets.size).toBe(1);
  });
});

describe('keys', () => {
  it('refuses duplicates, and says where the first is', () => {
    const text = 'domains: {}\nnets:\n  lago: {}\n  other: {}\n  lago: {}\n';
    expect(errors(text)).toEqual(['5:3 DUPLICATE_KEY nets.lago']);
    expect(errorsOf(text)[0]?.message).toBe('`lago` is already there, on line 3');
  });

  it.each([
    ['a list', '? [a]\n: 1\n'],
    ['a mapping', '? {a: 1}\n: 1\n'],
    ['__proto__', '__proto__: 1\n'],
  ])('refuses %s', (_, text) => {
    expect(errorsOf(NETS + text)[0]?.code).toBe('BAD_KEY');
  });

  it('reads keys as they are written', () => {
    const { nets } = parse('domains: {}\nnets: {yes: {}, 010: {}, 1.10: {}, "x": {}}\n');
    expect([...nets.keys()]).toEqual(['yes', '010', '1.10', 'x']);
  });
});

describe('JSON', () => {
  const value = { domains: {}, nets: { lago: { type: 'nat', dhcp: { start: 100, end: 254 } } } };

  it.each([
    ['two spaces', 2],
    ['tabs', '\t'],
    ['one line', undefined],
  ])('indented with %s', (_, indentation) => {
    const { nets } = parse(JSON.stringify(value, null, indentation));
    expect(nets.get('lago')).toMatchObject({ type: 'nat', dhcp: { start: 100, end: 254 } });
  });

  it('has positions', () => {
    const text = JSON.stringify({ ...value, nets: { lago: { type: 'x' } } }, null, '\t');
    expect(errors(text)).toEqual(['5:12 WRONG_VALUE nets.lago.type']);
    expect(parse(JSON.stringify(value, null, '\t')).locate(['nets', 'lago', 'dhcp', 'end'])).toEqual({
      file: FILE,
      line: 8,
      column: 12,
    });
  });

  it('does not merge a quoted `<<`', () => {
    expect(parse('{"domains": {}, "nets": {"lago": {"<<": {"mtu": 9000}}}}').nets.get('lago')?.mtu).toBeUndefined();
  });

  it('has numbers with an exponent, which YAML 1.1 takes for text', () => {
    const text = '{"domains": {}, "nets": {"lago": {"mtu": 15e2}}}';
    expect(parse(text).nets.get('lago')?.mtu).toBe(1500);
    expect(errors(text.replaceAll('"', ''))).toEqual(['1:34 WRONG_VALUE nets.lago.mtu']);
  });

  it('is YAML where it is not quite JSON', () => {
    expect(parse("{'domains': {}, 'nets': {'lago': {},}}").nets.size).toBe(1);
  });
});

describe('text', () => {
  it('may start with a byte order mark, which takes no column', () => {
    expect(errors('\uFEFFdomains: 1\nnets: {lago: }')).toEqual(['1:10 WRONG_TYPE domains']);
  });

  it('may have Windows line ends', () => {
    expect(errors('domains: {}\r\nnets:\r\n  lago:\r\n    mtu: x\r\n')).toEqual(['4:10 WRONG_VALUE nets.lago.mtu']);
  });

  it('warns about tags it does not know, and reads what they stand on', () => {
    const text = 'domains: {}\nnets: {lago: {type: !!python/unicode "nat"}}\n';
    expect(warnings(text)).toEqual(['1:10 NO_DOMAINS domains', '2:21 YAML']);
    expect(parse(text).nets.get('lago')?.type).toBe('nat');
  });

  it('is bounded', () => {
    const text = `# ${'x'.repeat(100)}\n${NETS}`;
    expect(() => parseInitFile(text, { file: FILE, maxBytes: 50 })).toThrow(UserError);
    expect(() => parseInitFile(text, { file: FILE, maxBytes: 50 })).toThrow(/larger than 50 bytes/);
    expect(() => parseInitFile('x'.repeat(2 ** 20 + 1), { file: FILE })).toThrow(/larger than 1048576 bytes/);
    expect(parseInitFile(text, { file: FILE, maxBytes: Buffer.byteLength(text) }).nets.size).toBe(1);
  });

  it.each([
    ['commas', `x: [${','.repeat(1_000_000)}]`],
    ['anchors', '&a '.repeat(300_000)],
    ['comments', '#\n'.repeat(500_000)],
    ['items', '- '.repeat(500_000)],
  ])('has an end to its words and signs: %s', (_, text) => {
    expect(errorsOf(text).map((problem) => problem.code)).toEqual(['TOO_LARGE']);
  });

  it('counts bytes, not characters', () => {
    expect(() => parseInitFile(`# ${'\u20ac'.repeat(20)}`, { file: FILE, maxBytes: 60 })).toThrow(/larger than 60/);
  });

  it.each([
    ['brackets', '['.repeat(200_000)],
    ['items', '- '.repeat(150_000)],
    ['keys', '? '.repeat(150_000)],
    ['a little too deep', `a: ${'['.repeat(100)}${']'.repeat(100)}`],
  ])('is not nested endlessly: %s', (_, text) => {
    expect(errorsOf(text).map((problem) => problem.code)).toEqual(['TOO_DEEP']);
  });
});
