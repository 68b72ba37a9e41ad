import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, sandbox } from '../../support/sandbox.ts';
import { lago, start } from './support.ts';

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
    expect(err).toMatch(/the recipe has \d errors\n$/);
    expect(existsSync(join(box.common.cwd, 'out'))).toBe(false);
  });

  it('are ended with us when we are killed, and what is left then is removed by the next build', async () => {
    // A mirror that takes every question and answers none.
    await using server = createServer((socket) => void socket.on('error', () => undefined).resume()).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const asked = once(server, 'connection');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    box.write(
      'slow.yaml',
      `name: a\nmmdebstrap: { suite: bookworm, mirror: ["deb [trusted=yes] http://127.0.0.1:${port} bookworm main"] }\n`,
    );
    const victim = start(box, ['templates', 'build', 'slow.yaml', '-o', 'out']);
    await asked;
    victim.kill('SIGKILL');
    await expect.poll(box.leftovers, { timeout: 180_000, interval: 100 }).toEqual([]);
    expect(readdirSync(join(box.common.cwd, 'out'))).toEqual([expect.stringMatching(/^\.template-build\./)]);
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
