import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROJECT, readProjectFile } from '../../support/markdown.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

const stepSchema = z.looseObject({
  uses: z.string().optional(),
  id: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const workflowSchema = z.object({
  jobs: z.record(z.string(), z.looseObject({ steps: z.array(stepSchema) })),
});
const action = z
  .object({ inputs: z.record(z.string(), z.unknown()), outputs: z.record(z.string(), z.unknown()) })
  .parse(parse(readProjectFile('action.yml')));

type Step = z.infer<typeof stepSchema>;

function stepsOf(text: string): Step[] {
  return Object.values(workflowSchema.parse(parse(text)).jobs).flatMap(({ steps }) => steps);
}

function fixture(name: string): string {
  return readProjectFile(`fixtures/workflows/${name}.yml`);
}

/** Text of all end-to-end tests. */
function endToEndTests(): string {
  const directory = join(PROJECT, 'test/e2e');
  const files = readdirSync(directory).filter((name) => name.endsWith('.test.ts'));
  return files.map((name) => readFileSync(join(directory, name), 'utf8')).join('\n');
}

describe('workflows of the documents', () => {
  it.each(snippetsRunAs('workflow'))('are files that run under act: $key', ({ text, how }) => {
    expect(text).toBe(fixture(how.name));
    expect(endToEndTests()).toContain("snippetsRunAs('workflow')");
  });

  it.each(snippetsRunAs('workflow'))('use inputs and outputs that the action has: $key', ({ text }) => {
    const used = stepsOf(text).filter(({ uses }) => uses?.startsWith('lago/lago-action@'));
    expect(used).toHaveLength(1);
    for (const step of used)
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    const outputs = [...text.matchAll(/steps\.lago\.outputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(Object.keys(action.outputs)).toEqual(expect.arrayContaining(outputs));
    if (outputs.length > 0) expect(used[0]?.id).toBe('lago');
  });

  it.each(snippetsRunAs('workflow'))('name the release that package.json has: $key', ({ text }) => {
    const { version } = JSON.parse(readProjectFile('package.json'));
    expect(text).toContain(`uses: lago/lago-action@v${version}\n`);
  });

  it.each(snippetsRunAs('steps'))('show steps of a workflow that runs under act: $key', ({ text, how }) => {
    const shown = z.array(stepSchema).parse(parse(text));
    const run = stepsOf(fixture(how.name));
    expect(shown.length).toBeGreaterThan(0);
    for (const step of shown) expect(run).toContainEqual(step);
    expect(endToEndTests()).toContain(`sandbox('${how.name}')`);
  });
});
