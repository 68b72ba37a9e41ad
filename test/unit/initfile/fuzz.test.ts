import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Arbitrary } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import { withPlanProblems } from '../../../src/environment/all-problems.ts';
import { planEnvironment } from '../../../src/environment/plan.ts';
import { LagoError, validateInitFile } from '../../../src/index.ts';
import { initFileSchema } from '../../../src/initfile/json-schema.ts';
import { parseInitFile } from '../../../src/initfile/parse.ts';
import { type InitFile, InitFileError } from '../../../src/initfile/types.ts';
import fc from '../../support/fast-check.ts';
import { initFiles, schemaErrors } from '../../support/init-files.ts';
import { planContext, templates } from '../../support/plan.ts';
import { nearSchema, noise } from '../../support/schema-arbitrary.ts';
import { lago } from '../cli/support.ts';

const CONTEXT = planContext({
  resolveTemplate: templates({ debian12: { provision: 'smbios' }, micro: {}, 'el7.3-base': {} }),
  builderNames: ['virt-customize'],
});
const FILES = initFiles().map(({ text }) => text);
const SCHEMA = initFileSchema();
/** Milliseconds of the processor that one file may take, where the reference takes {@link REFERENCE} or less. */
const MOST = 3000;
const REFERENCE = 60;
const ROUNDS = 3e7;

/** Parses and plans as `lago validate` does; the error if there is one. What is not meant for the user escapes. */
function errorOf(text: string, strict = false): LagoError | undefined {
  const plan = (file: InitFile) => planEnvironment(file, CONTEXT);
  try {
    plan(parseInitFile(text, { file: '/work/LagoInitFile', strict }));
    return undefined;
  } catch (error) {
    const explained = error instanceof InitFileError ? withPlanProblems(error, plan) : error;
    if (!(explained instanceof LagoError) || explained.exitCode !== 2) throw explained;
    return explained;
  }
}

function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** How many times slower than it should be this machine is now; its other half may be at work, or its host. */
function slowness(): number {
  const reference = () => {
    let value = 1;
    for (let round = 0; round < ROUNDS; round += 1) value = Math.imul(value ^ round, 0x9e3779b1);
    return value;
  };
  return Math.max(1, processorTime(reference) / REFERENCE);
}

/** A slow file is slow again: once may be the fault of something else in this process. */
function expectSound(text: string, strict = false): void {
  const work = () => void errorOf(text, strict);
  if (processorTime(work) > MOST) {
    const least = Math.min(processorTime(work), processorTime(work));
    expect(least).toBeLessThan(MOST * slowness());
  }
  const error = errorOf(text, strict);
  if (!(error instanceof InitFileError)) return;
  expect(error.problems.length).toBeGreaterThan(0);
  for (const { message, hint = '' } of error.problems)
    expect(`${message}${hint}`).not.toMatch(/\n|undefined|\[object|NaN|Invalid input/);
}

/** One of several changes to a text, by its lines or characters. */
const change: Arbitrary<(text: string) => string> = fc
  .record({
    kind: fc.constantFrom('drop line', 'repeat line', 'swap lines', 'indent', 'cut', 'insert', 'replace word'),
    at: fc.nat(),
    to: fc.nat(),
    piece: fc.oneof(
      fc.constantFrom(
        '\t',
        ': ',
        '- ',
        '&a ',
        '*nics',
        '<<: *system',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '#',
        '|',
        '!!x ',
        '---\n',
        '%',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
  })
  .map(({ kind, at, to, piece }) => (text: string) => {
    const lines = text.split('\n');
    const [from, until] = [at % lines.length, to % lines.length];
    const place = text.length === 0 ? 0 : at % text.length;
    switch (kind) {
      case 'drop line':
        return lines.toSpliced(from, 1).join('\n');
      case 'repeat line':
        return lines.toSpliced(until, 0, lines[from] ?? '').join('\n');
      case 'swap lines':
        return lines
          .with(from, lines[until] ?? '')
          .with(until, lines[from] ?? '')
          .join('\n');
      case 'indent':
        return lines.with(from, `${' '.repeat(to % 7)}${lines[from] ?? ''}`).join('\n');
      case 'cut':
        return text.slice(0, place);
      case 'insert':
        return text.slice(0, place) + piece + text.slice(place);
      default: {
        const words = text.split(/(\w+)/);
        return words.with((at % Math.max(1, (words.length - 1) / 2)) * 2 + (words.length > 1 ? 1 : 0), piece).join('');
      }
    }
  });

const changed = fc
  .tuple(fc.constantFrom(...FILES), fc.array(change, { minLength: 1, maxLength: 5 }))
  .map(([text, changes]) => changes.reduce((so, apply) => apply(so), text));

/** A valid file with one value, anywhere in its tree, replaced by anything. */
const grafted = fc.tuple(fc.constantFrom(...FILES), fc.nat(), noise).map(([text, at, value]) => {
  const tree: unknown = parseYaml(text, { version: '1.1', merge: true });
  const places: { readonly parent: object; readonly key: string }[] = [];
  collect(tree);
  const place = places[at % Math.max(1, places.length)];
  if (place) Reflect.set(place.parent, place.key, value);
  return JSON.stringify(tree);

  function collect(node: unknown): void {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, below] of Object.entries(node)) {
      places.push({ parent: node, key });
      collect(below);
    }
  }
});

describe('whatever the init file, it is planned or explained, and soon', () => {
  it('trees near the schema', () => {
    fc.assert(
      fc.property(nearSchema(SCHEMA), fc.boolean(), (tree, strict) => expectSound(JSON.stringify(tree) ?? '', strict)),
      { numRuns: 300 },
    );
  });

  it('the same as YAML', () => {
    fc.assert(
      fc.property(nearSchema(SCHEMA, 20), (tree) => expectSound(stringify(tree, { version: '1.1' }))),
      { numRuns: 150 },
    );
  });

  it('files that are right but for some changes to their text', () => {
    fc.assert(
      fc.property(changed, (text) => expectSound(text)),
      { numRuns: 500 },
    );
  });

  it('files that are right but for one value', () => {
    fc.assert(
      fc.property(grafted, (text) => expectSound(text)),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'a prototype that all domains have',
      `prototypes: {p: {nics: [net: n], memory: 64, artifacts: [${'a, '.repeat(400)}]}}\ndomains: {${Array.from({ length: 500 }, (_, i) => `d${i}: {based-on: p}`).join(', ')}}\nnets: {n: {dhcp: {start: 2, end: 3}}}\n`,
    ],
    [
      'as many domains as there may be, each with a mistake',
      `domains: {${Array.from({ length: 1000 }, (_, i) => `d${i}: {memory: x, nics: [net: no]}`).join(', ')}}\nnets: {n: {}}\n`,
    ],
    [
      'as many NICs as there may be',
      `domains: {d: {memory: 64, nics: [${'{net: n}, '.repeat(1000)}]}}\nnets: {n: {}}\n`,
    ],
    [
      'as many networks as there may be',
      `domains: {d: {memory: 64, nics: [net: n0]}}\nnets: {${Array.from({ length: 1000 }, (_, i) => `n${i}: {management: true, dns_domain_name: x}`).join(', ')}}\n`,
    ],
    [
      'chains of prototypes',
      `prototypes: {${Array.from({ length: 2000 }, (_, i) => `p${i}: {based-on: p${i + 1}}`).join(', ')}}\ndomains: {d: {based-on: p0}}\nnets: {n: {}}\n`,
    ],
    ['one line of a megabyte', `domains: {d: {distro: ${'x'.repeat(1_000_000)}}}\nnets: {n: {}}`],
    [
      'a megabyte of keys',
      `domains: {d: {${Array.from({ length: 60_000 }, (_, i) => `k${i}: ${i}`).join(', ')}}}\nnets: {n: {}}`,
    ],
    ['brackets', '['.repeat(500_000)],
    ['dashes', '- '.repeat(500_000)],
    [
      'a tree of aliases',
      `a: &a [1]\n${Array.from({ length: 40 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}\ndomains: *b39\nnets: {}`,
    ],
  ])('%s', (_, text) => {
    expectSound(text);
  });
});

it('the schema accepts what strict parsing accepts', () => {
  let accepted = 0;
  fc.assert(
    fc.property(nearSchema(SCHEMA, 2000), (tree) => {
      const text = JSON.stringify(tree) ?? '';
      try {
        const { warnings } = parseInitFile(text, { file: '/work/x', strict: true });
        // Parsing does not look at the values of keys that have no effect.
        if (warnings.some(({ code }) => code === 'IGNORED_KEY')) return;
      } catch (error) {
        if (error instanceof InitFileError) return;
        throw error;
      }
      accepted += 1;
      // Prototypes that no domain has are not looked at.
      expect(schemaErrors(JSON.parse(text)).filter((error) => !error.startsWith('/prototypes/'))).toEqual([]);
    }),
    { numRuns: 400 },
  );
  expect(accepted).toBeGreaterThan(20);
});

describe('the command line', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'lago-fuzz-'));
  });
  afterAll(() => rmSync(cwd, { recursive: true }));

  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    changed.map((text) => Buffer.from(text)),
    fc
      .tuple(fc.constantFrom(...FILES), fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.nat())
      .map(([text, some, at]) => {
        const content = Buffer.from(text);
        content.set(some, at % (content.length - 4));
        return content;
      }),
  );

  it('shows no stack and nothing unprintable, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        writeFileSync(join(cwd, 'LagoInitFile'), content);
        const env = { LAGO_STATE_DIR: join(cwd, 'state') };
        const { code, out, err } = await lago(['validate'], { sdk: { validateInitFile }, cwd, env });
        expect([0, 2]).toContain(code);
        expect(out).toBe(code === 0 ? 'ok\n' : '');
        expect(err).not.toMatch(/^ +at |unexpected:|\.ts:\d|node:internal/m);
        expect(err).not.toMatch(/[^\P{Cc}\n]/u);
        if (code === 2) expect(err).toMatch(/^lago: error: /m);
      }),
      { numRuns: 200 },
    );
  });
});
