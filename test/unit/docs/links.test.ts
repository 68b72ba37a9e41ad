import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { documents, headingsOf, linksOf, PROJECT, readProjectFile } from '../../support/markdown.ts';

/** Links that lead nowhere. Other sites are not asked. */
function broken(file: string): string[] {
  return linksOf(readProjectFile(file)).filter((target) => {
    if (/^https?:/.test(target)) return !URL.canParse(target);
    const [path = '', anchor] = target.split('#');
    const found = path === '' ? file : normalize(join(dirname(file), path));
    if (!existsSync(join(PROJECT, found))) return true;
    return anchor !== undefined && !headingsOf(readProjectFile(found)).some((heading) => heading.anchor === anchor);
  });
}

it.each(documents())('%s has no broken links', (file) => {
  expect(broken(file)).toEqual([]);
});

it.each(documents())('%s has no two headings with one anchor', (file) => {
  const anchors = headingsOf(readProjectFile(file)).map(({ anchor }) => anchor);
  expect(anchors).toEqual([...new Set(anchors)]);
});
