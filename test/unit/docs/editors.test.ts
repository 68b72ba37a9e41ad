import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT, readProjectFile } from '../../support/markdown.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

const PACKAGE = 'node_modules/lago-action/';

it.each(snippetsRunAs('editor'))('$key names the schema that the package ships', ({ text, language }) => {
  if (language === 'json') expect(Object.keys(JSON.parse(text))).toContain('yaml.schemas');
  const path = new RegExp(`${PACKAGE}([\\w./-]+\\.json)`).exec(text)?.[1] ?? '';
  expect(existsSync(join(PROJECT, path))).toBe(true);
  expect(JSON.parse(readProjectFile('package.json')).files).toContain(path.split('/')[0]);
});
