import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import { PATH_VARIABLES, resolvePaths } from '../../../src/host/paths.ts';
import { readProjectFile } from '../../support/markdown.ts';
import { sources } from '../../support/source-text.ts';

const text = readProjectFile('docs/files.md');

/** Everything in backquotes in the first column of the tables of a section. */
function firstColumn(heading: string): string[] {
  const [section = ''] = text.split(`\n## ${heading}\n`)[1]?.split('\n## ') ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));
}

describe('docs/files.md', () => {
  it('has every path of a prefix', () => {
    const { root: _root, ...paths } = prefixPaths('/prefix');
    for (const path of Object.values(paths)) expect(text).toContain(`\`${basename(path)}`);
  });

  it('has every directory of the host, where it is', () => {
    const { stateDir, layersDir: _next, ...paths } = resolvePaths({}, {}, () => true);
    expect(stateDir).toBe('/var/lib/lago');
    const names = Object.values(paths).map((path) => `${basename(path)}/`);
    expect(firstColumn('State of the host').toSorted()).toEqual(names.toSorted());
    const own = resolvePaths({}, { HOME: '/home/u' }, () => false);
    expect(own.environmentsDir).toBe('/home/u/.local/state/lago/environments');
    expect(own.leaseDir).toBe('/home/u/.local/state/lago/subnets');
    expect(own.storeDir).toBe('/home/u/.local/share/lago/store');
    expect(own.imagesDir).toBe('/home/u/.local/share/lago/images');
  });

  it('has variables that the sources know, and all that relocate directories', () => {
    const variables = firstColumn('Variables').filter((name) => !name.includes('<'));
    const all = [...sources().values()].join('\n');
    for (const name of variables) expect(all, name).toContain(name);
    expect(variables).toEqual(expect.arrayContaining(Object.values(PATH_VARIABLES)));
  });
});
