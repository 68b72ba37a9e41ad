import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { flag, text } from '../../../src/cli/options.ts';
import { defineVerb, type Verb } from '../../../src/cli/verb.ts';
import { type CallOptions, lago } from './support.ts';

/** What a verb was called with. */
type Seen = { verb: string; args: readonly string[]; options: unknown; format: string | undefined };

function verbs(seen: Seen[]): readonly Verb[] {
  const make = (name: string, argument?: '[NAME...]'): Verb =>
    defineVerb({
      name,
      summary: `Do ${name}`,
      options: { size: text('--size <bytes>', 'how much'), stored: flag('--stored', 'only what is there') },
      ...(argument && { arguments: [{ syntax: argument, description: 'which', choices: ['a', 'b'] }] }),
      example: `${name} --stored`,
      async run({ args, options, global }) {
        seen.push({ verb: name, args, options, format: global.outFormat });
        return undefined;
      },
    });
  return [make('list'), make('templates list'), make('templates pull', '[NAME...]')];
}

async function call(line: string, options: CallOptions = {}) {
  const seen: Seen[] = [];
  const result = await lago(line.split(' '), { verbs: verbs(seen), ...options });
  return { ...result, seen };
}

describe('verbs of a group', () => {
  it.each([
    ['templates list', 'templates list', []],
    ['list', 'list', []],
    ['templates pull a b', 'templates pull', ['a', 'b']],
    ['templates pull -- --stored', 'templates pull', ['--stored']],
  ])('%s', async (line, verb, args) => {
    const { code, err, seen } = await call(line);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(seen).toEqual([{ verb, args, options: { size: undefined, stored: false }, format: undefined }]);
  });

  it.each([
    '-f json templates list --stored',
    'templates -f json list --sto',
    'templates list --out json --stored',
  ])('take global options anywhere: %s', async (line) => {
    const [seen] = (await call(line)).seen;
    expect(seen).toMatchObject({ verb: 'templates list', format: 'json', options: { stored: true } });
  });

  it.each([
    ['[templates list]', {}],
    ['[templates-list]', {}],
    ['[list]', { LAGO__TEMPLATES_LIST__SIZE: '5' }],
  ])('have a section of their own: %s %j', async (heading, env) => {
    const directory = mkdtempSync(join(tmpdir(), 'lago-cli-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const file = join(directory, 'lago.conf');
    writeFileSync(file, `${heading}\nsize = 5\n`);
    const { err, seen } = await call('templates list', { env, configFiles: [file] });
    expect(err).toBe('');
    expect(seen[0]?.options).toEqual({ size: '5', stored: false });
  });

  it('are listed by the help of the group, which all help lists', async () => {
    expect((await call('--help')).out).toMatch(/^ {2}templates +List, fetch/m);
    for (const line of ['templates --help', 'templates -h', 'help templates', 'templates help']) {
      const { code, out } = await call(line);
      expect(code).toBe(0);
      expect(out).toMatch(/^usage: lago templates <verb> \[arguments\]/);
      expect(out).toMatch(/^ {2}pull \[options\] \[NAME\.\.\.\] +Do templates pull/m);
    }
  });

  it.each([
    'templates list --help',
    'help templates list',
    'templates help list',
    'templates list -h',
  ])('are explained with an example: %s', async (line) => {
    const { code, out } = await call(line);
    expect(code).toBe(0);
    expect(out).toMatch(/^usage: lago templates list \[options\]/);
    expect(out).toContain('Example:\n  lago templates list --stored');
    expect(out).toContain('--out-format');
  });

  it('are shown when none is named', async () => {
    const { code, out, err, seen } = await call('templates');
    expect({ code, out, seen }).toEqual({ code: 1, out: '', seen: [] });
    expect(err).toMatch(/^usage: lago templates <verb>/);
  });

  it.each([
    ['templates lits', "lago: error: unknown command 'lits'", '`lago templates --help`'],
    ['templates list --bogus', "lago: error: unknown option '--bogus'", '`lago templates list --help`'],
    ['templates list x', 'lago: error: too many arguments', 'usage: lago templates list [options]'],
  ])('say what is wrong with %s', async (line, message, more) => {
    const { code, err } = await call(line);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain(more);
  });
});

describe('completion of groups', () => {
  it.each([
    ['', ['list', 'templates']],
    ['te', ['templates']],
    ['templates ', ['list', 'pull']],
    ['templates p', ['pull']],
    ['templates -f json ', ['list', 'pull']],
    ['templates list --sto', ['--stored']],
    ['templates pull ', ['a', 'b']],
    ['templates pull a ', ['a', 'b']],
    ['templates list ', []],
    ['templates bogus ', []],
    ['help templates ', ['list', 'pull']],
    ['templates help l', ['list']],
    ['help templates list ', []],
  ])('lago %s', async (line, expected) => {
    const words = line.split(' ');
    const { out } = await lago(['__complete', 'bash', words.at(-1) ?? '', 'lago', ...words.slice(0, -1)], {
      verbs: verbs([]),
    });
    expect(out.split('\n').slice(0, -1)).toEqual(expected);
  });
});
