import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { INPUTS } from '../../../src/action/inputs.ts';
import { OUTPUTS } from '../../../src/action/outputs.ts';
import { parseActionMetadata } from '../../support/action-metadata.ts';

describe('action.yml', () => {
  it('is what the table in the source says, and the README too', () => {
    expect(() =>
      execFileSync(process.execPath, ['scripts/generate-action.mjs', '--check'], { stdio: 'pipe' }),
    ).not.toThrow();
  });

  it('has every input with its default, and every phase', () => {
    const { inputs, runs } = parseActionMetadata(readFileSync('action.yml', 'utf8'));
    expect(inputs).toEqual(
      Object.fromEntries(Object.entries(INPUTS).map(([name, spec]) => [name, { default: spec.default }])),
    );
    expect(runs).toEqual({ pre: 'dist/pre.js', main: 'dist/main.js', post: 'dist/post.js' });
  });

  it('has descriptions that read as sentences', () => {
    const texts = [...Object.values(INPUTS).map(({ description }) => description), ...Object.values(OUTPUTS)];
    for (const text of texts) expect(text).toMatch(/^[A-Z`].*\.$/);
  });
});
