import { expect, it } from 'vitest';
import { parseIni } from '../../../src/cli/config/ini.ts';
import { sectionsOf } from '../../../src/cli/config/sections.ts';
import { unknownSettings } from '../../../src/cli/config/settings.ts';
import { globalOptions } from '../../../src/cli/global-options.ts';
import { configNames, type OptionSpec } from '../../../src/cli/options.ts';
import { VERBS } from '../../../src/cli/verbs/index.ts';
import { readProjectFile } from '../../support/markdown.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

const rows = readProjectFile('docs/configuration.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')));

it('docs/configuration.md has every key of the section lago, with its default', () => {
  const specs = Object.values<OptionSpec<unknown>>(globalOptions);
  expect(rows.flatMap(([, keys = []]) => keys).toSorted()).toEqual(
    [...specs.flatMap((spec) => [...configNames(spec)]), 'plugins'].toSorted(),
  );
  for (const spec of specs) {
    const [, , defaults = []] = rows.find(([, keys = []]) => keys.includes(configNames(spec)[0] ?? '')) ?? [];
    if (spec.preset !== undefined) expect(defaults).toContain(spec.preset);
  }
});

it.each(snippetsRunAs('config'))('is a configuration with options that exist: $key', ({ text }) => {
  const entries = parseIni(text, 'lago.conf').map(({ section, key, text: value }) => {
    return { section, name: key, text: value, origin: '', directory: '/', isVariable: false };
  });
  expect(entries.length).toBeGreaterThan(3);
  expect(entries.map(({ section }) => section).filter((name) => name !== 'lago' && name !== 'init')).toEqual([]);
  const config = { entries, get: () => undefined, plugins: [], problem: undefined };
  expect(unknownSettings(sectionsOf(VERBS), config)).toEqual([]);
});
