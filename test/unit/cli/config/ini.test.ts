import { describe, expect, it } from 'vitest';
import { parseIni } from '../../../../src/cli/config/ini.ts';
import { UsageError } from '../../../../src/cli/usage-error.ts';

const values = (text: string) =>
  parseIni(text, 'f.conf').map(({ section, key, text: value }) => `${section}/${key}=${value}`);

describe('parseIni', () => {
  it.each([
    ['[lago]\nloglevel = debug', ['lago/loglevel=debug']],
    ['[lago]\nloglevel: debug', ['lago/loglevel=debug']],
    ['[lago]\nloglevel=debug\r\nlogdepth=1\r\n', ['lago/loglevel=debug', 'lago/logdepth=1']],
    ['\ufeff[lago]\na=b', ['lago/a=b']],
    ['[ lago ]\nA = b', ['lago/a=b']],
    ['[copy-to-vm]\nsome-key = x', ['copy_to_vm/some_key=x']],
    ['# x\n; y\n\n[lago]\n# a = b\na = c # not a comment', ['lago/a=c # not a comment']],
    ['[lago]\na = 100%\nb = %(a)s %%', ['lago/a=100%', 'lago/b=%(a)s %%']],
    ['[lago]\na = "x"\nb = true', ['lago/a="x"', 'lago/b=true']],
    ['[lago]\nurl = qemu+ssh://h/system?a=b', ['lago/url=qemu+ssh://h/system?a=b']],
    ['[lago]\nempty =\n[init]\nempty:', ['lago/empty=', 'init/empty=']],
    ['[ansible_hosts]\nkeys =\n    groups\n    # no\n    vm-type\n', ['ansible_hosts/keys=\ngroups\nvm-type']],
    ['[lago]\na = x\n  y\nb = z', ['lago/a=x\ny', 'lago/b=z']],
    ['[a]\n  x = 1\n  y = 2', ['a/x=1', 'a/y=2']],
    ['', []],
    ['\n# nothing\n', []],
  ])('reads %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('knows the line of each key', () => {
    const lines = parseIni('# x\n[lago]\na =\n  1\n  2\n\nb = 3', 'f.conf').map(({ line }) => line);
    expect(lines).toEqual([3, 7]);
  });

  it.each([
    ['a = b', 'f.conf:1: `a` stands in no section'],
    ['[lago]\nnonsense', 'f.conf:2: expected `[section]` or `key = value`, got `nonsense`'],
    ['[lago\na = b', 'f.conf:1: expected'],
    ['[]\n', 'f.conf:1: expected'],
    ['[lago]\n= b', 'f.conf:2: expected'],
  ])('refuses %j', (text, message) => {
    expect(() => parseIni(text, 'f.conf')).toThrow(UsageError);
    expect(() => parseIni(text, 'f.conf')).toThrow(message);
  });
});
