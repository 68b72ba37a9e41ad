import { describe, expect, it } from 'vitest';
import * as sdk from '../../../src/index.ts';
import { readProjectFile } from '../../support/markdown.ts';

/** Rows of all tables, as the names in each of the two cells. */
const rows = [...readProjectFile('docs/sdk.md').matchAll(/^\| (.+?) \| (.+?) \|$/gm)]
  .map(([, lago = '', ours = '']) => ({ lago: words(lago), ours: words(ours), text: ours }))
  .filter(({ text }) => text !== 'here' && text !== '---');

function words(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

const CLASSES: Readonly<Record<string, object>> = {
  Environment: sdk.Environment.prototype,
  Vm: sdk.Vm.prototype,
  Net: sdk.Net.prototype,
};

/** Fields that the constructor sets. */
const FIELDS = ['Environment.paths'];

function exists(name: string): boolean {
  const [owner = '', member] = name.split('.');
  if (member === undefined) return owner in sdk;
  return FIELDS.includes(name) || member in (CLASSES[owner] ?? {});
}

/** Options that the text speaks of. */
const OPTIONS = [
  'allPrefixes',
  'prefixName',
  'log',
  'vms',
  'workdir',
  'prefix_name',
  'template_repo_path',
  'logs/lago.log',
];

describe('docs/sdk.md', () => {
  it('names only what there is', () => {
    const names = rows.flatMap(({ ours }) => ours).filter((name) => !OPTIONS.includes(name));
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !exists(name))).toEqual([]);
  });

  it('says of every name of Lago what it is here', () => {
    expect(rows.length).toBeGreaterThan(35);
    expect(rows.filter(({ ours, text }) => ours.length === 0 && !text.startsWith('none: '))).toEqual([]);
  });
});
