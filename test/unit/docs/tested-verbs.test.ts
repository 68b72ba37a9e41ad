import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { VERBS } from '../../../src/cli/verbs/index.ts';
import { PROJECT, readProjectFile } from '../../support/markdown.ts';

/** Sources of all tests that run `lago` on real machines. */
const sources = ['test/integration/cli', 'test/integration/environment']
  .flatMap((directory) => readdirSync(join(PROJECT, directory)).map((name) => join(directory, name)))
  .filter((path) => path.endsWith('.test.ts'))
  .map(readProjectFile)
  .join('\n');

it.each(VERBS.map(({ name }) => name))('lago %s is run by an integration test', (name) => {
  expect(sources).toMatch(new RegExp(`\\[\\s*(?:'-[^\\]]*?, )?'${name.replace(' ', "',\\s*'")}'`));
});
