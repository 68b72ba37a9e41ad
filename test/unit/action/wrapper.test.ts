import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { provideCommand } from '../../../src/action/wrapper.ts';

const { argv } = process;
let root: string;

beforeEach(() => {
  // A path that a careless script would fall over.
  root = mkdtempSync(join(tmpdir(), "it's $HOME "));
  mkdirSync(join(root, 'dist'));
  writeFileSync(join(root, 'dist', 'cli.js'), 'console.log(JSON.stringify(process.argv.slice(2)))');
  writeFileSync(join(root, 'path'), '');
  vi.stubEnv('GITHUB_PATH', join(root, 'path'));
  process.argv = [process.execPath, join(root, 'dist', 'main.js')];
});
afterEach(() => {
  process.argv = argv;
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

describe('the command that later steps find', () => {
  it.each(['lago', 'lagocli'])('runs the bundled CLI with all its arguments as they are: %s', (name) => {
    provideCommand(root);
    const directory = readFileSync(join(root, 'path'), 'utf8').trimEnd();
    const args = ['shell', 'vm0', '-c', 'echo "$HOME" && it\'s'];
    const output = execFileSync(join(directory, name), args, { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual(args);
  });
});
