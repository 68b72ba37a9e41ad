import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PROJECT } from '../../support/markdown.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

const TSC = join(PROJECT, 'node_modules/typescript/bin/tsc');

// Below the project, so that packages are found.
let directory: string;
beforeEach(() => {
  mkdirSync(join(PROJECT, '.cache'), { recursive: true });
  directory = mkdtempSync(join(PROJECT, '.cache/docs-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** What the compiler says of programs that use the package's sources; empty when nothing is wrong. */
function check(programs: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(directory, name), text);
  const source = (name: string) => [join(PROJECT, 'src', name)];
  const config = {
    extends: join(PROJECT, 'tsconfig.json'),
    compilerOptions: {
      allowJs: true,
      checkJs: true,
      paths: { 'lago-action': source('index.ts'), 'lago-action/vitest': source('fixture/vitest.ts') },
    },
    // What a plugin in JavaScript says of its types is checked as well.
    include: [directory, join(PROJECT, 'fixtures/plugin-example')],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  const { stdout, stderr } = spawnSync(process.execPath, [TSC, '-p', directory, '--pretty', 'false'], {
    encoding: 'utf8',
  });
  return stdout + stderr;
}

const WRONG = `import { init } from 'lago-action';\nawait init({ initfile: 'LagoInitFile' });\n`;

// One run of the compiler for both: it takes seconds where a processor is shared.
it('programs of the documents have no type errors, and would be found wrong if they had', { timeout: 120_000 }, () => {
  const typescript = [...snippetsRunAs('program'), ...snippetsRunAs('excerpt')].filter(
    ({ language }) => language === 'ts',
  );
  expect(typescript.length).toBeGreaterThan(2);
  const programs = Object.fromEntries(typescript.map(({ text }, index) => [`program-${index}.ts`, text]));
  const found = check({ ...programs, 'wrong.ts': WRONG })
    .trim()
    .split('\n');
  expect(found).toEqual([expect.stringMatching(/wrong\.ts\(2,14\): .*'initfile' does not exist/)]);
});
