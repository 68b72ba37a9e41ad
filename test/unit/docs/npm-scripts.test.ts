import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT, readProjectFile } from '../../support/markdown.ts';
import { snippetsRunAs } from '../../support/snippets.ts';

const scripts: Readonly<Record<string, string>> = JSON.parse(readProjectFile('package.json')).scripts;

/** The commands of a block, comments left out. */
function commands(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s*#.*$/, ''))
    .filter((line) => line !== '');
}

it.each(snippetsRunAs('npm-scripts'))('names npm scripts whose files are there: $key', ({ text }) => {
  for (const command of commands(text)) {
    const [, name = command] = /^npm (?:run )?([\w:]+)(?: -- .*)?$/.exec(command) ?? [];
    const script = scripts[name];
    expect(script, command).toBeDefined();
    const file = /^node (\S+)/.exec(script ?? '')?.[1];
    if (file !== undefined) expect(existsSync(join(PROJECT, file)), `${command}: ${file}`).toBe(true);
  }
});

it.each(snippetsRunAs('npm-scripts'))('names tests that are there: $key', ({ text }) => {
  const paths = commands(text).flatMap((command) => [...command.matchAll(/\btest\/\S+/g)].map(([path]) => path));
  expect(paths.filter((path) => !existsSync(join(PROJECT, path)))).toEqual([]);
});
