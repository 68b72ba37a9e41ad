import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sandbox } from '../../support/sandbox.ts';
import { snippetsRunAs } from '../../support/snippets.ts';
import { likeClone, run } from './support.ts';

it.each(snippetsRunAs('session'))('runs to its end and leaves nothing: $key', async ({ text }) => {
  const box = sandbox();
  try {
    const { code, out, err } = await run(box, ['bash', '-euo', 'pipefail', '-c', text], likeClone(box));
    expect(code, err).toBe(0);
    if (text.includes('hostname -f')) expect(out).toMatch(/^web\.lago\.local$/m);
    if (text.includes('collect')) {
      expect(existsSync(join(box.common.cwd, 'artifacts/web/_var_log/wtmp'))).toBe(true);
    }
    expect(box.leftovers()).toEqual([]);
  } finally {
    box.remove();
  }
});
