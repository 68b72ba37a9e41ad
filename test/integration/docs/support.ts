import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PROJECT } from '../../support/markdown.ts';
import { type Sandbox, testTemplates } from '../../support/sandbox.ts';
import { quickStartInitFile } from '../../support/snippets.ts';
import { LAGO, sandboxEnvironment } from '../cli/support.ts';

/** How a program ended, and all that it printed. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Makes the workspace of a sandbox look like a clone in which the demo has run: init file, templates, `lago` on the PATH. */
export function likeClone(box: Sandbox): Record<string, string> {
  const bin = join(box.root, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'lago'), `#!/bin/sh\nexec '${LAGO.join("' '")}' "$@"\n`);
  chmodSync(join(bin, 'lago'), 0o755);
  box.write('LagoInitFile', quickStartInitFile());
  mkdirSync(join(box.common.cwd, '.cache'));
  symlinkSync(dirname(testTemplates()), join(box.common.cwd, '.cache', 'templates'));
  const { PATH, LAGO__INIT__TEMPLATE_REPO_PATH: _named, ...env } = sandboxEnvironment(box);
  return { ...env, PATH: `${bin}:${PATH}` };
}

/** Runs a program in the workspace of a sandbox. */
export async function run(
  box: Sandbox,
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const child = spawn(program, args, { cwd: box.common.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}

/** The file that makes programs find this package in its sources. */
export const FROM_SOURCE = join(PROJECT, 'test/support/from-source.ts');
