import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completionScript, SHELLS } from '../../../../src/cli/completion/scripts.ts';
import { lago } from '../support.ts';

const MAIN = new URL('../../../../src/cli/main.ts', import.meta.url).pathname;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-completion-'));
  const program = join(directory, 'lago');
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(program, 0o755);
  const virt = join(directory, '.lago/default/virt');
  mkdirSync(virt, { recursive: true });
  symlinkSync('default', join(directory, '.lago/current'));
  writeFileSync(join(directory, '.lago/default/initialized'), '');
  writeFileSync(join(virt, 'env'), JSON.stringify({ nets: ['lan'], vms: ['db', 'web'] }));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** What bash makes of words, the last of which is under the cursor: it takes `=` for a word of its own. */
function bash(words: readonly string[]): string[] {
  const driver = `eval "$(lago completion bash)"
complete -p lago lagocli >&2
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_lago
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...process.env, PATH: `${directory}:${process.env.PATH}`, LAGO_WORKDIR: '' };
  const call = ['-euc', driver, 'bash', ...words];
  const { status, stdout } = spawnSync('bash', call, { cwd: directory, env, encoding: 'utf8' });
  expect(status).toBe(0);
  return stdout.trimEnd().split('\n');
}

describe('the completion of bash', () => {
  it.each([
    [['lago', 'set'], ['set-current']],
    [
      ['lago', 'shell', ''],
      ['db', 'web'],
    ],
    [['lago', 'status', '--out-format', '=', 'y'], ['yaml']],
    [['lago', '-P', 'd'], ['default']],
    [['lago', 'init', 'Lago'], ['']],
  ])('%j', (words, expected) => {
    expect(bash(words)).toEqual(expected);
  });
});

it.each(SHELLS)('prints the script of %s', async (shell) => {
  expect((await lago(['completion', shell])).out).toBe(completionScript(shell));
  expect(completionScript(shell)).toContain(`__complete ${shell} `);
});

it('refuses other shells', async () => {
  const { code, err } = await lago(['completion', 'csh']);
  expect(code).toBe(2);
  expect(err).toContain('there is no completion for csh, only for bash, zsh, fish');
});
