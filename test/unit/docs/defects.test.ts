import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT, readProjectFile } from '../../support/markdown.ts';

/** Number, test file and test of each row of the table of defects. */
const rows = [
  ...readProjectFile('docs/lago-compatibility.md').matchAll(/^\| D(\d+) \| .* \| `([\w/.-]+)`: (.+) \|$/gm),
].map(([, id = '', file = '', title = '']) => ({ id: Number(id), file, title }));

describe('the table of defects in docs/lago-compatibility.md', () => {
  it('has all of them', () => {
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 57 }, (_, index) => index + 1));
  });

  it.each(rows)('D$id names a test that there is', ({ file, title }) => {
    const path = join('test', file);
    expect(existsSync(join(PROJECT, path)), path).toBe(true);
    // As the source has it: quotes may be escaped there.
    expect(readProjectFile(path).replaceAll("\\'", "'")).toContain(title);
  });
});
