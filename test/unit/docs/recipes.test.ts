import { expect, it } from 'vitest';
import { parseRecipe } from '../../../src/initfile/recipe.ts';
import { mmdebstrapSchema, recipeSchema } from '../../../src/initfile/recipe-schema.ts';
import { readProjectFile } from '../../support/markdown.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

it.each(snippetsRunAs('recipe'))('is a recipe: $key', ({ text }) => {
  expect(parseRecipe(text, { file: '/work/recipe.yaml' }).build.length).toBeGreaterThan(0);
});

it('docs/templates.md has every key of recipes', () => {
  const text = readProjectFile('docs/templates.md');
  const rows = [...text.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z-]+)`/g)]);
  const documented = rows.map(([, key]) => key);
  for (const key of [...Object.keys(recipeSchema.shape), ...Object.keys(mmdebstrapSchema.shape)]) {
    expect(documented).toContain(key);
  }
});
