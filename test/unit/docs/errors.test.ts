import { describe, expect, it } from 'vitest';
import { headingsOf, readProjectFile } from '../../support/markdown.ts';
import { type Literal, literalsOf, patternOf, sources } from '../../support/source-text.ts';

const FILE = 'docs/errors.md';
/** Literals that look like codes and are none: variables, codes of Node and of the YAML parser, names of constants. */
const OTHERS = [
  /^(?:LAGO|GITHUB|RUNNER|ACTIONS|ANSIBLE|LIBGUESTFS)_/,
  /^(?:ERR_STREAM_PREMATURE_CLOSE|RESOURCE_EXHAUSTION|ID_LIKE|COLLECT_WHEN|NO_COLOR|ERR_PACKAGE_PATH_NOT_EXPORTED|PREFIX_NAME|NO_PUBKEY)$/,
];
/** How the code of an error is given, where it is one word that could be something else. */
const GIVEN = /(?:Error\(\s*|super\(|code: |\b(?:error|warning|report|wrong|say|failed)\(\s*)'([A-Z][A-Z_]+)'/g;
/** Codes that are put together. */
const COMPOSED = ['UNKNOWN_VM_PROVIDER', 'UNKNOWN_VM_TYPE', 'UNKNOWN_BUILDER'];

/** Codes whose messages are worded in other files than those that name the code. */
const WORDED_ELSEWHERE = ['INTERNAL', 'BAD_BUS', 'BAD_DEV', ...COMPOSED];
/** Codes that pass on what somebody else says, or list other codes. */
const NOT_WORDED = ['UPLOAD_FAILED', 'YAML', 'INIT_FILE_INVALID'];

interface Source {
  readonly text: string;
  readonly literals: readonly Literal[];
  readonly codes: ReadonlySet<string>;
}

const SOURCES: ReadonlyMap<string, Source> = new Map(
  [...sources()].map(([file, text]) => [file, { text, literals: literalsOf(text), codes: new Set(codesIn(text)) }]),
);

function codesIn(source: string): string[] {
  const words = literalsOf(source).flatMap((pieces) => (pieces.length === 1 ? pieces : []));
  const given = [...source.matchAll(GIVEN)].map(([, code]) => code ?? '');
  return [...words.filter((text) => /^[A-Z]+(?:_[A-Z]+)+$/.test(text)), ...given].filter(isCode);
}

function isCode(text: string): boolean {
  return !OTHERS.some((pattern) => pattern.test(text));
}

interface Section {
  readonly code: string;
  readonly example: string;
  readonly text: string;
}

const SECTIONS: readonly Section[] = readProjectFile(FILE)
  .split('\n### ')
  .slice(1)
  .map((section) => {
    const [, code = '', example = '', text = ''] = /^`([A-Z_]+)`\n\n> ([^\n]+)\n\n([^\n#>].*)/s.exec(section) ?? [];
    return { code, example, text };
  });

/** Literals that may be the wording of a code: of the files that name it, and long enough to say something. */
function wordings(code: string): readonly Literal[] {
  const own = [...SOURCES.values()].filter(({ codes }) => codes.has(code) || WORDED_ELSEWHERE.includes(code));
  return own
    .flatMap(({ literals }) => literals)
    .filter((literal) => literal.join('').replace(/[^a-z]/g, '').length >= 4);
}

describe('docs/errors.md', () => {
  it('has one section for every code in the sources, and no others', () => {
    const inSources = new Set([...[...SOURCES.values()].flatMap(({ codes }) => [...codes]), ...COMPOSED]);
    expect(SECTIONS.map(({ code }) => code).toSorted()).toEqual([...inSources].toSorted());
  });

  it('knows the codes that are put together', () => {
    const { text = '' } = SOURCES.get('src/environment/plan-domain.ts') ?? {};
    const composed = [...text.matchAll(/check\('([\w ]+)'/g)].map(([, what]) => what?.replace(' ', '_').toUpperCase());
    expect(new Set(composed.map((what) => `UNKNOWN_${what}`))).toEqual(new Set(COMPOSED));
    expect(text).toContain('`UNKNOWN_${');
  });

  it('has headings for sections only', () => {
    const codes = headingsOf(readProjectFile(FILE)).filter(({ text }) => text.startsWith('`'));
    expect(codes.map(({ text }) => text)).toEqual(SECTIONS.map(({ code }) => `\`${code}\``));
  });

  it.each(SECTIONS)('$code has an example, and says what to do', ({ example, text }) => {
    expect(example).not.toBe('');
    expect(text.trim()).not.toBe('');
  });

  it.each(SECTIONS.filter(({ code }) => !NOT_WORDED.includes(code)))('$code is shown as it is worded', (section) => {
    const { code, example } = section;
    // What is at fault may stand in front: `disk root of VM web: ...`.
    const shown = [example, example.replace(/^.*?: /, '')];
    expect(wordings(code).some((literal) => shown.some((text) => patternOf(literal).test(text)))).toBe(true);
  });
});
