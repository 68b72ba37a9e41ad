import { describe, expect, it } from 'vitest';
import { parseRecipe, type Recipe } from '../../../src/initfile/recipe.ts';
import { InitFileError } from '../../../src/initfile/types.ts';
import { brief } from './helpers.ts';

const parse = (text: string, env: Readonly<Record<string, string>> = {}): Recipe =>
  parseRecipe(text, { file: '/work/recipes/base.yaml', env });

function mistakes(text: string): string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (error instanceof InitFileError) return error.problems.map(brief);
    throw error;
  }
}

describe('recipes', () => {
  it('say what is made, and what is done then', () => {
    const recipe = parse(
      'name: base\ndistro: debian12\nmetadata: { team: ours }\nmmdebstrap: { suite: bookworm, size: 2G, packages: [vim] }\n' +
        'build:\n  - boot: { scripts: $LAGO_WHERE/a.sh }\n  - virt-customize: { update: "" }\n',
      { LAGO_WHERE: '/srv' },
    );
    expect(recipe).toEqual({
      directory: '/work/recipes',
      name: 'base',
      version: undefined,
      distro: 'debian12',
      provision: undefined,
      metadata: { team: 'ours' },
      from: { builder: 'mmdebstrap', options: { suite: 'bookworm', size: 2 * 2 ** 30, packages: ['vim'] } },
      build: [
        { builder: 'boot', options: { scripts: '/srv/a.sh' } },
        { builder: 'virt-customize', options: { update: '' } },
      ],
    });
  });

  it('may be JSON, and have versions that look like numbers', () => {
    const recipe = parse(
      '{"name": "a", "version": "12", "virt-builder": {"os": "debian-12", "customize": {"run": ["a"]}}}',
    );
    expect(recipe.version).toBe('12');
    expect(recipe.from).toEqual({
      builder: 'virt-builder',
      options: { os: 'debian-12', customize: { run: ['a'] } },
    });
  });

  it.each([
    ['', ['1:1 EMPTY']],
    ['name: a\n', ['1:1 MISSING_KEY mmdebstrap']],
    ['mmdebstrap: { suite: bookworm }\n', ['1:1 MISSING_KEY name']],
    ['name: ../a\nmmdebstrap: { suite: b }\n', ['1:7 WRONG_VALUE name']],
    ['name: a\nversion: a:b\nmmdebstrap: { suite: b }\n', ['2:10 WRONG_VALUE version']],
    ['name: a\nmmdebstrap: { suite: b }\nvirt-builder: { os: b }\n', ['3:15 CONFLICTING_KEYS virt-builder']],
    ['name: a\nmmdebstrap: { suite: b, package: [c] }\n', ['2:25 NEAR_MISS mmdebstrap.package']],
    ['name: a\nnick: b\nmmdebstrap: { suite: b }\n', ['2:1 UNKNOWN_KEY nick']],
    // Nothing that a program would take for an option of its own, or for several.
    ['name: a\nmmdebstrap: { suite: -x }\n', ['2:22 WRONG_VALUE mmdebstrap.suite']],
    ['name: a\nmmdebstrap: { suite: b, packages: ["c,d"] }\n', ['2:36 WRONG_VALUE mmdebstrap.packages[0]']],
    ['name: a\nmmdebstrap: { suite: b, kernel: "--x" }\n', ['2:33 WRONG_VALUE mmdebstrap.kernel']],
    ['name: a\nvirt-builder: { os: -x }\n', ['2:21 WRONG_VALUE virt-builder.os']],
    ['name: a\nmmdebstrap: { suite: b, hostname: "a b" }\n', ['2:35 WRONG_VALUE mmdebstrap.hostname']],
    ['name: a\nmmdebstrap: { suite: b }\nbuild:\n  - boot: { user: root }\n', ['4:11 WRONG_VALUE build[0].boot']],
  ])('%j', (text, expected) => {
    expect(mistakes(text)).toEqual(expected);
  });
});
