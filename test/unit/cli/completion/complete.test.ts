import { describe, expect, it } from 'vitest';
import { verbWords } from '../../../../src/cli/verb-groups.ts';
import { VERBS } from '../../../../src/cli/verbs/index.ts';
import type { LoadOptions } from '../../../../src/index.ts';
import { lago } from '../support.ts';

const NAMES = {
  prefixes: ['default', 'mine'],
  vms: ['db', 'web', 'web2'],
  snapshots: ['before', 'empty'],
  templates: ['lab:debian12:v1'],
};

/** Completes a line; the word under the cursor comes last. */
async function complete(line: readonly string[], shell = 'bash') {
  const asked: LoadOptions[] = [];
  const knownNames = (options: LoadOptions = {}) => {
    asked.push(options);
    return NAMES;
  };
  const words = [line.at(-1) ?? '', 'lago', ...line.slice(0, -1)];
  const { code, out, err } = await lago(['__complete', shell, ...words], { sdk: { knownNames }, cwd: '/cwd' });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return { words: out.split('\n').slice(0, -1), asked };
}

const wordsOf = async (...line: string[]) => (await complete(line)).words;

describe('completion', () => {
  it('has all verbs, and those that begin so', async () => {
    expect(await wordsOf('')).toEqual(verbWords(VERBS, undefined).map(({ word }) => word));
    expect(await wordsOf('co')).toEqual(expect.arrayContaining(['collect', 'config', 'completion', 'copy-to-vm']));
    expect(await wordsOf('help', 'dest')).toEqual(['destroy']);
    expect(await wordsOf('help', 'destroy', '')).toEqual([]);
  });

  it.each([
    [['--out'], ['--out-format']],
    [['status', '--out'], ['--out-format']],
    [
      ['init', '--skip-b'],
      ['--skip-bootstrap', '--skip-build'],
    ],
    [['start', '--ssh-ti'], ['--ssh-timeout']],
    [['--skip-b'], []],
  ])('has the options of %j', async (line, expected) => {
    expect(await wordsOf(...line)).toEqual(expected);
  });

  it.each([
    [
      ['-f', ''],
      ['default', 'flat', 'json', 'yaml'],
    ],
    [['status', '--out-format', 'j'], ['json']],
    [['status', '--out-format', '=', 'j'], ['json']],
    [
      ['status', '--out-format', '='],
      ['default', 'flat', 'json', 'yaml'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['-P', 'm'], ['mine']],
    [
      ['set-current', ''],
      ['default', 'mine'],
    ],
    [
      ['shell', 'w'],
      ['web', 'web2'],
    ],
    [
      ['start', 'db', '--no-wait', 'w'],
      ['web', 'web2'],
    ],
    [['stop', '--', 'd'], ['db']],
    [['-f', 'json', '--loglevel', '=', 'debug', 'stop', 'd'], ['db']],
    [['copy-to-vm', 'd'], ['db']],
  ])('has the values of %j', async (line, expected) => {
    expect(await wordsOf(...line)).toEqual(expected);
  });

  it.each([
    [['init', 'L']],
    [['copy-to-vm', 'web', './']],
    [['-w', '']],
    [['collect', '--output', '']],
    [['shell', 'web', '-c']],
    [['shell', 'web', '-c', '']],
    [['nonsense', '']],
    [['status', '']],
    [['status', '--no-such', '=', 'x']],
  ])('leaves %j to the shell', async (line) => {
    expect(await wordsOf(...line)).toEqual([]);
  });

  it('tells other shells what the words are, and keeps the option before its value', async () => {
    expect((await complete(['shell', 'd'], 'fish')).words).toEqual(['db\tvm']);
    expect((await complete(['status', '--out-format=j'], 'zsh')).words).toEqual([
      '--out-format=json\tformat of the result',
    ]);
    const [first] = (await complete([''], 'zsh')).words;
    expect(first).toBe('init\tCreate an environment from an init file, without starting it');
  });

  it('looks where the line says', async () => {
    const { asked } = await complete(['-w', 'work', '--prefix-name=mine', 'shell', '']);
    expect(asked).toEqual([{ cwd: '/cwd', env: {}, workdir: 'work', prefixName: 'mine' }]);
    expect((await complete(['-p', 'old', 'shell', ''])).asked).toMatchObject([{ prefix: '/cwd/old' }]);
  });

  it('loads nothing for what it knows by itself', async () => {
    expect((await complete(['st'])).asked).toEqual([]);
  });

  it('says nothing to a shell that it does not know', async () => {
    expect((await complete(['st'], 'csh')).words).toEqual([]);
  });
});
