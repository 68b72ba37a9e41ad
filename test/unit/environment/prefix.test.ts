import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPrefix, findWorkdir, looksLikePrefix, newPrefixName } from '../../../src/environment/prefix.ts';

let cwd: string;
beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'lago-prefix-')));
});
afterEach(() => {
  rmSync(cwd, { recursive: true });
});

/** Makes a workdir with prefixes and perhaps a link to one. */
function workdir(path: string, prefixes: readonly string[], current?: string): string {
  const directory = join(cwd, path);
  mkdirSync(directory, { recursive: true });
  for (const name of prefixes) {
    mkdirSync(join(directory, name));
    for (const file of ['initialized', 'uuid']) writeFileSync(join(directory, name, file), '');
  }
  if (current !== undefined) symlinkSync(current, join(directory, 'current'));
  return directory;
}

describe('the prefix that a verb means', () => {
  it.each([['.'], ['deep/er'], ['.lago'], ['.lago/default/virt']])('is found from %s', (place) => {
    const lago = workdir('.lago', ['default', 'other'], 'default');
    mkdirSync(join(cwd, place), { recursive: true });
    expect(findPrefix({ cwd: join(cwd, place) })).toBe(join(lago, 'default'));
    expect(findPrefix({ cwd: join(cwd, place), prefixName: 'other' })).toBe(join(lago, 'other'));
  });

  it('is the one that one stands in, unless another is named', () => {
    const lago = workdir('.lago', ['default', 'other'], 'default');
    const inside = join(lago, 'other');
    for (const prefixName of [undefined, 'current']) {
      expect(findPrefix({ cwd: inside, prefixName })).toBe(inside);
      expect(findPrefix({ cwd: inside, prefixName, workdir: '..' })).toBe(join(lago, 'default'));
      expect(findPrefix({ cwd, prefixName })).toBe(join(lago, 'default'));
    }
    expect(findPrefix({ cwd: inside, prefixName: 'default' })).toBe(join(lago, 'default'));
  });

  it('is the one that one stands in for a verb that takes it half-made or cleaned up, too', () => {
    const lago = workdir('.lago', ['default', 'other'], 'default');
    const inside = join(lago, 'other');
    rmSync(join(inside, 'initialized'));
    expect(findPrefix({ cwd: inside }, (path) => existsSync(join(path, 'uuid')))).toBe(inside);
  });

  it.each([
    [['a', 'default', 'z'], 'default'],
    [['a', 'z'], 'z'],
  ])('is, where `current` names one that is gone, default or the last: %j', (prefixes, expected) => {
    const lago = workdir('.lago', prefixes, 'gone');
    expect(findPrefix({ cwd })).toBe(join(lago, expected));
  });

  it('stays the current one although it was cleaned up: no other takes its place', () => {
    const lago = workdir('.lago', ['default', 'used'], 'used');
    rmSync(join(lago, 'used/initialized'));
    expect(() => findPrefix({ cwd })).toThrow(
      expect.objectContaining({
        code: 'PREFIX_NOT_FOUND',
        message: `the prefix ${join(lago, 'used')} is not initialised: it has no file \`initialized\``,
        hint: expect.stringContaining('`lago destroy` removes it'),
      }),
    );
  });

  it('is told without what happens to lie beside it, outside a workdir', () => {
    mkdirSync(join(cwd, 'home'));
    expect(() => findPrefix({ cwd, prefix: 'other' })).toThrow(
      expect.objectContaining({ code: 'PREFIX_NOT_FOUND', hint: 'Create it with `lago init`.' }),
    );
  });

  it('is the half-made one that a killed init left, for verbs that take those; others name it', () => {
    const half = join(cwd, '.lago/default');
    mkdirSync(half, { recursive: true });
    writeFileSync(join(half, 'uuid'), 'ab'.repeat(16));
    expect(findPrefix({ cwd }, looksLikePrefix)).toBe(half);
    expect(() => findPrefix({ cwd })).toThrow(`the prefix ${half} is not initialised`);
  });

  it('has to be chosen where the link is missing', () => {
    workdir('.lago', ['a', 'b']);
    expect(() => findPrefix({ cwd })).toThrow(
      expect.objectContaining({ code: 'WORKDIR_MALFORMED', exitCode: 2, hint: expect.stringContaining('a, b') }),
    );
  });

  it('is unknown with a message, not a traceback (Lago D40)', () => {
    workdir('.lago', ['default'], 'default');
    expect(() => findPrefix({ cwd, prefixName: 'other' })).toThrow(
      expect.objectContaining({ code: 'PREFIX_NOT_FOUND', exitCode: 2, hint: 'Prefixes there: default.' }),
    );
  });
});

it.each([
  [undefined, 'default'],
  ['current', 'default'],
  ['other', 'other'],
])('a prefix to be made, called %j, is %s', (given, expected) => {
  expect(newPrefixName(given)).toBe(expected);
});

describe('a workdir that is not found', () => {
  it('has those one level below in its hint', () => {
    const one = workdir('one', ['default'], 'default');
    const two = workdir('two/.lago', ['default'], 'default');
    workdir('dangling', ['default'], 'gone');
    workdir('deep/er/.lago', ['default'], 'default');
    expect(() => findWorkdir({ cwd })).toThrow(
      expect.objectContaining({
        code: 'WORKDIR_NOT_FOUND',
        exitCode: 2,
        hint: `Create one with \`lago init\`, or name it with --workdir-path; there are ${one}, ${two}.`,
      }),
    );
  });

  it('has none where there is none', () => {
    expect(() => findWorkdir({ cwd })).toThrow(
      expect.objectContaining({ hint: 'Create one with `lago init`, or name it with --workdir-path.' }),
    );
  });
});
