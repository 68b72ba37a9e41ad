import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';
import { sandbox, testTemplates } from '../../support/sandbox.ts';
import { snippetsRunAs } from '../../support/snippets.ts';
import { FROM_SOURCE, likeClone, run } from './support.ts';

it.each(snippetsRunAs('program'))('runs to its end and leaves nothing: $key', async ({ text }) => {
  const box = sandbox();
  try {
    const env = { ...likeClone(box), LAGO__INIT__TEMPLATE_REPO_PATH: testTemplates() };
    const program = box.write('program.mts', text);
    const { code, out, err } = await run(box, [process.execPath, '--import', FROM_SOURCE, program], env);
    expect(code, err).toBe(0);
    if (text.includes('hostname')) expect(out).toMatch(/^web\.lago\.local 192\.168\.\d+\.\d+$/m);
    if (text.includes('collectArtifacts')) expect(existsSync(join(box.common.cwd, 'artifacts/web'))).toBe(true);
    expect(box.leftovers()).toEqual([]);
  } finally {
    box.remove();
  }
});
