import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, sandbox } from '../../support/sandbox.ts';
import { lago } from './support.ts';

let box: Sandbox;
beforeAll(() => {
  box = sandbox();
});
afterAll(() => {
  box.remove();
});

/** A whole build takes minutes: it is in test/stress. */
describe('recipes that cannot be followed', () => {
  const build = (recipe: string) => {
    box.write('recipe.yaml', recipe);
    return lago(box, ['templates', 'build', 'recipe.yaml', '-o', 'out']);
  };

  it('are refused with all mistakes and where they are, before anything is made', async () => {
    const { code, err } = await build('name: a/b\nmmdebstrap:\n  suit: bookworm\n  size: big\nbuild:\n  - boot: {}\n');
    expect(code).toBe(2);
    for (const place of ['1:7', '3:3', '4:9', '6:11']) expect(err).toContain(`recipe.yaml:${place}: error: `);
    expect(existsSync(join(box.common.cwd, 'out'))).toBe(false);
  });

  it('leave nothing when a program fails, and say what it said', async () => {
    const { code, err } = await build(
      'name: a\nmmdebstrap: { suite: bookworm, mirror: ["deb [trusted=yes] file:/nowhere bookworm main"] }\n',
    );
    expect(code).toBe(1);
    expect(err).toMatch(/mmdebstrap failed with exit code \d+: .*nowhere/s);
    expect(readdirSync(join(box.common.cwd, 'out'))).toEqual([]);
  });
});
