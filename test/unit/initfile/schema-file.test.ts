import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { initFileSchema } from '../../../src/initfile/json-schema.ts';
import { PROJECT } from '../../support/markdown.ts';

it('the schema file is what the code says', () => {
  const script = join(PROJECT, 'scripts/generate-schema.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

/** Paths of the properties in a schema that have no description. */
function undescribed(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    if (key !== 'properties' || typeof below !== 'object' || below === null)
      return undescribed(below, `${path}/${key}`);
    return Object.entries(below).flatMap(([name, property]) => {
      const isDescribed = typeof property === 'object' && property !== null && 'description' in property;
      return [...(isDescribed ? [] : [`${path}/${name}`]), ...undescribed(property, `${path}/${name}`)];
    });
  });
}

it('every key has a description: call `.describe(...)` where its zod schema is, then run scripts/generate-schema.mjs', () => {
  const { definitions, anyOf: _condition, ...rest } = initFileSchema();
  // Conditions are about keys, and describe none.
  const described = Object.entries(definitions ?? {}).map(([name, { anyOf: _some, allOf: _all, ...below }]) => [
    name,
    below,
  ]);
  expect([...undescribed(rest, ''), ...undescribed(Object.fromEntries(described), '')]).toEqual([]);
});
