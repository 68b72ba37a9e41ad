import { expect, it } from 'vitest';
import { readProjectFile } from '../../support/markdown.ts';

const text = readProjectFile('docs/dependencies.md');
const manifest = JSON.parse(readProjectFile('package.json'));

/** Package and licence of each row of the table below a heading. */
function rows(heading: string): Record<string, string> {
  const [section = ''] = text.split(`\n## ${heading}\n`)[1]?.split('\n## ') ?? [];
  return Object.fromEntries(
    [...section.matchAll(/^\| `(\S+)` \| (.+?) \|/gm)].map(([, name, licence]) => [name, licence]),
  );
}

it.each([
  ['At run time', 'dependencies'],
  ['For development', 'devDependencies'],
])('docs/dependencies.md has a reason for each package: %s', (heading, field) => {
  expect(Object.keys(rows(heading)).sort()).toEqual(Object.keys(manifest[field]).sort());
});

it('names the licences that the packages have', () => {
  const documented = { ...rows('At run time'), ...rows('For development') };
  for (const [name, licence] of Object.entries(documented)) {
    const { license, licenses } = JSON.parse(readProjectFile(`node_modules/${name}/package.json`));
    expect(license ?? licenses?.[0]?.type, name).toBe(licence);
  }
});
