import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { extensionsOf } from '../../../src/environment/plugins/extensions.ts';
import { loadPlugins } from '../../../src/environment/plugins/load.ts';
import { resolvePlugin } from '../../../src/environment/plugins/resolve.ts';
import { PROJECT } from '../../support/markdown.ts';

const EXAMPLE = join(PROJECT, 'fixtures/plugin-example');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-plugins-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
});

function write(name: string, text: string): string {
  const file = join(directory, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** The module of a plugin with this body. */
function module(name: string, body: string): string {
  return write(name, `export default (lago) => (${body});`);
}

async function failureOf(specifier: string): Promise<string | undefined> {
  return (await loadPlugins([{ specifier, directory }])).failures[0]?.message;
}

describe('a plugin is found', () => {
  it('by the path of its module or of its package, relative or not', () => {
    const url = pathToFileURL(join(EXAMPLE, 'index.js')).href;
    expect(resolvePlugin(join(EXAMPLE, 'index.js'), '/')).toBe(url);
    expect(resolvePlugin('./plugin-example', join(PROJECT, 'fixtures'))).toBe(url);
    expect(resolvePlugin('../plugin-example/index.js', join(PROJECT, 'fixtures/demo'))).toBe(url);
    expect(resolvePlugin('.', EXAMPLE)).toBe(url);
    expect(resolvePlugin(url, '/')).toBe(url);
  });

  it.each([
    ['exports as a text', { exports: './a.js' }],
    ['exports for import only', { exports: { '.': { types: './a.d.ts', import: './a.js' } } }],
    ['exports with a default', { exports: { '.': { node: { default: './a.js' } } } }],
    ['main', { main: 'a.js' }],
  ])('by the name of its package, from the directory that names it: %s', (_what, fields) => {
    write('node_modules/@me/plugin/package.json', JSON.stringify({ name: '@me/plugin', type: 'module', ...fields }));
    const file = write('node_modules/@me/plugin/a.js', '');
    mkdirSync(join(directory, 'deeper/still'), { recursive: true });
    expect(resolvePlugin('@me/plugin', join(directory, 'deeper/still'))).toBe(pathToFileURL(file).href);
  });

  it('nowhere else', () => {
    expect(() => resolvePlugin('no-such-plugin', directory)).toThrow(
      `there is no package no-such-plugin at ${directory}`,
    );
    expect(() => resolvePlugin('.', directory)).toThrow('a directory without package.json');
  });
});

describe('a plugin that cannot be used is named, with the reason', () => {
  it('and does not keep others from being loaded', async () => {
    const good = module('good.mjs', "{ name: 'good' }");
    const { loaded, failures } = await loadPlugins([
      { specifier: './none.mjs', directory, origin: '/etc/lago/lago.conf:3' },
      { specifier: good, directory },
      { specifier: './good.mjs', directory },
    ]);
    expect(loaded.map(({ plugin }) => plugin.name)).toEqual(['good']);
    expect(failures.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^the plugin \.\/none\.mjs \(\/etc\/lago\/lago\.conf:3\) is left out, it cannot be loaded: Cannot find module/,
      ),
    ]);
  });

  it.each([
    ['throw new Error("broken at import");', 'broken at import'],
    ['export const plugin = 1;', 'its default export is not a function'],
    ['export default () => undefined;', 'expected object'],
    ['export default () => ({});', 'at name'],
    ["export default () => ({ name: 'x', vmTypes: { y: class {} } });", 'a class that extends `lago.Vm`'],
    ["export default () => ({ name: 'x', providers: { 'a b': () => 1 } });", 'providers'],
    ["export default () => ({ name: 'x', verbs: [{ name: 'y', summary: '', example: '' }] });", 'a function'],
    ["export default () => ({ name: 'x', provider: {} });", '"provider"'],
  ])('%s', async (text, reason) => {
    expect(await failureOf(write(`plugin-${Math.random()}.mjs`, text))).toContain(reason);
  });
});

describe('names that clash are refused', () => {
  const taken = {
    ...{ providers: ['ssh'], vmTypes: ['default'], serviceProviders: ['systemd'] },
    ...{ verbs: ['start'], outputFormats: ['json'] },
  };

  it.each([
    ['providers: { ssh: () => 1 }', 'provider ssh, but Lago itself has one'],
    ['vmTypes: { default: lago.Vm }', 'VM type default, but Lago itself has one'],
    [
      "serviceProviders: [{ name: 'systemd', supports() {}, state() {}, request() {} }]",
      'service provider systemd, but Lago itself has one',
    ],
    ['outputFormats: { json: () => 1 }', 'output format json, but Lago itself has one'],
    ["verbs: [{ name: 'start', summary: '', example: '', run() {} }]", 'verb start, but Lago itself has one'],
    ['providers: { pool: () => 1 }', 'provider pool, but the plugin first has one'],
  ])('%s', async (body, message) => {
    const first = module('first.mjs', "{ name: 'first', providers: { pool: () => 1 } }");
    const second = module(`second-${Math.random()}.mjs`, `{ name: 'second', ${body} }`);
    const { loaded } = await loadPlugins([first, second].map((specifier) => ({ specifier, directory })));
    expect(() => extensionsOf(loaded, taken)).toThrowError(
      expect.objectContaining({ code: 'PLUGIN_CLASH', message: `the plugin second brings the ${message}` }),
    );
  });
});

it('the example has one of everything', async () => {
  const copy = join(directory, 'node_modules/lago-plugin-example');
  cpSync(EXAMPLE, copy, { recursive: true });
  const { loaded, failures } = await loadPlugins([{ specifier: 'lago-plugin-example', directory }]);
  expect(failures).toEqual([]);
  const extensions = extensionsOf(loaded, {});
  expect([...extensions.providers.keys()]).toEqual(['borrowed']);
  expect([...extensions.vmTypes.keys()]).toEqual(['patient']);
  expect([...extensions.serviceProviders.keys()]).toEqual(['runner']);
  expect([...extensions.verbs.keys()]).toEqual(['uptime']);
  expect(extensions.outputFormats.get('csv')?.({ a: { b: 1, c: ['x, y', true] } })).toBe(
    'a.b,1\na.c.0,"x, y"\na.c.1,true',
  );
  expect(extensions.modules).toEqual([pathToFileURL(join(copy, 'index.js')).href]);
});
