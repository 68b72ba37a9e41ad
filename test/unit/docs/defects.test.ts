import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT, readProjectFile } from '../../support/markdown.ts';

/** Number and tests of each row of the table of defects. */
const rows = [
  ...readProjectFile('docs/lago-compatibility.md').matchAll(/^\| D(\d+) \| .* \| (`[\w/.-]+`: .+) \|$/gm),
].map(([, id = '', tests = '']) => ({
  id: Number(id),
  tests: tests.split(/; (?=`[\w/.-]+`: )/).map((test) => {
    const [, file = '', title = ''] = /^`([\w/.-]+)`: (.+)$/.exec(test) ?? [];
    return { file, title };
  }),
}));

describe('the table of defects in docs/lago-compatibility.md', () => {
  it('has all of them', () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 57 }, (_, index) => index + 1));
  });

  it.each(rows)('D$id names tests that there are', ({ tests }) => {
    for (const { file, title } of tests) {
      const path = join('test', file);
      expect(existsSync(join(PROJECT, path)), path).toBe(true);
      // As the source has it: quotes may be escaped there.
      expect(readProjectFile(path).replaceAll("\\'", "'")).toContain(title);
    }
  });
});
