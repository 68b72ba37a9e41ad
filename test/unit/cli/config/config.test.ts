import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../../src/cli/config/config.ts';
import { configFiles } from '../../../../src/cli/config/sources.ts';
import { lago } from '../support.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-config-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const read = (files: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  readConfig(files, { env, cwd: '/cwd' });

describe('configFiles', () => {
  it.each([
    [{ HOME: '/h' }, ['/etc/xdg', '/h/.config']],
    [{ HOME: '/h', XDG_CONFIG_DIRS: '/first:/second' }, ['/second', '/first', '/h/.config']],
    [{ HOME: '/h', XDG_CONFIG_DIRS: 'relative:/x', XDG_CONFIG_HOME: 'relative' }, ['/x', '/h/.config']],
    [{ HOME: '/h', XDG_CONFIG_DIRS: '', XDG_CONFIG_HOME: '/own' }, ['/etc/xdg', '/own']],
  ])('has the system first and the user last: %j', (env, expected) => {
    const files = expected.map((path) => join(path, 'lago/lago.conf'));
    expect(configFiles(env)).toEqual(['/etc/lago/lago.conf', ...files]);
  });
});

describe('readConfig', () => {
  it('merges files key by key, then the environment', () => {
    const files = [
      file('a', '[lago]\nloglevel = error\nlogdepth = 1\nssh_user = a\n'),
      file('b', '[lago]\nlogdepth = 2\nssh_user = b\n[init]\ntemplate_store = /s\n'),
    ];
    const config = read(files, { LAGO_SSH_USER: 'env', LAGO__INIT__STRICT: 'yes' });
    expect(config.entries.map(({ section, name, text, origin }) => [section, name, text, origin])).toEqual([
      ['lago', 'loglevel', 'error', `${files[0]}:2`],
      ['lago', 'logdepth', '2', `${files[1]}:2`],
      ['lago', 'ssh_user', 'env', 'LAGO_SSH_USER'],
      ['init', 'template_store', '/s', `${files[1]}:5`],
      ['init', 'strict', 'yes', 'LAGO__INIT__STRICT'],
    ]);
  });

  it('passes over files that are missing, empty, unreadable or a directory, and empty values', () => {
    mkdirSync(join(directory, 'directory'));
    const files = [
      join(directory, 'missing'),
      file('empty', ''),
      join(directory, 'directory'),
      file('v', '[lago]\na ='),
    ];
    expect(read(files).entries).toEqual([]);
    expect(read(files).problem).toBeUndefined();
  });

  it('keeps what is wrong with a file for later', () => {
    const broken = file('broken', 'what');
    expect(read([broken]).problem?.message).toMatch(`${broken}:1: expected`);
  });

  it('lists plugins with the directory that their paths refer to', () => {
    const conf = file('p.conf', '[lago]\nplugins =\n  lago-plugin-x\n  ./mine.js\n');
    expect(read([conf]).plugins).toEqual([
      { specifier: 'lago-plugin-x', directory, origin: `${conf}:2` },
      { specifier: './mine.js', directory, origin: `${conf}:2` },
    ]);
    expect(
      read([conf], { LAGO_PLUGINS: 'a, b' }).plugins.map((plugin) => [plugin.specifier, plugin.directory]),
    ).toEqual([
      ['a', '/cwd'],
      ['b', '/cwd'],
    ]);
    expect(read([]).plugins).toEqual([]);
  });
});

describe('the command line with configuration files', () => {
  it('names file, line and setting of a value that is not possible', async () => {
    const conf = file('c.conf', '# mine\n[lago]\nlogdepth = deep\n');
    const { code, err } = await lago(['status'], { configFiles: [conf] });
    expect(code).toBe(2);
    expect(err).toContain(`lago: error: ${conf}:3: [lago] logdepth: "deep" is not possible: expected a whole number`);
  });

  it('refuses to run with a broken file, but still helps', async () => {
    const conf = file('c.conf', 'nonsense\n');
    const { code, err } = await lago(['status'], { configFiles: [conf] });
    expect(code).toBe(2);
    expect(err).toContain(`lago: error: ${conf}:1: expected \`[section]\``);
    expect((await lago(['status', '--help'], { configFiles: [conf] })).code).toBe(0);
  });
});
