import { expect, it } from 'vitest';
import { documents, readProjectFile, snippetsOf } from '../../support/markdown.ts';
import { RUNNERS, SNIPPETS } from '../../support/snippets.ts';

it('knows how to run every fenced block of every document, and knows no others', () => {
  const keys = documents()
    .flatMap(snippetsOf)
    .map(({ key }) => key);
  expect(keys.toSorted()).toEqual(Object.keys(SNIPPETS).toSorted());
});

it.each(Object.entries(RUNNERS))('runs blocks of the kind %s in %s', (kind, file) => {
  expect(readProjectFile(file)).toContain(`snippetsRunAs('${kind}')`);
});

it('finds blocks where they are', () => {
  const found = snippetsOf('README.md').find(({ language }) => language === 'mermaid');
  const lines = readProjectFile('README.md').split('\n');
  expect(found?.text.split('\n')[0]).toBe(lines[(found?.line ?? 0) - 1]);
  expect(lines[(found?.line ?? 0) - 2]).toBe('```mermaid');
});
