import { expect, it } from 'vitest';
import { VERBS } from '../../../src/cli/verbs/index.ts';
import { readProjectFile } from '../../support/markdown.ts';

const names = VERBS.map(({ name }) => name);

/** Words in backquotes of the text between two marks. */
function codeBetween(file: string, from: string, to: string): string[] {
  const [, rest = ''] = readProjectFile(file).split(from);
  return [...(rest.split(to)[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
}

it('the README has every verb of the command line, and no others', () => {
  const table = readProjectFile('README.md').split('\n## Command line\n')[1]?.trim().split('\n\n')[0] ?? '';
  const cells = table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[1] ?? '');
  const documented = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(documented.toSorted()).toEqual(names.toSorted());
});

it('docs/lago-compatibility.md says that a verb is missing only while it is', () => {
  const missing = codeBetween('docs/lago-compatibility.md', '\n## Not there yet\n', ';');
  expect(missing.filter((name) => names.includes(name))).toEqual([]);
});
