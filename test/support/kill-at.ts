import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { type Sandbox, testTemplates } from './sandbox.ts';

const VICTIM = join(import.meta.dirname, 'victim.ts');

/**
 * Starts a program that makes and starts the environment of a sandbox, and kills itself, with SIGKILL, when it has said a
 * line that matches. Gives the environment's uuid.
 */
export async function killAt(box: Sandbox, line: RegExp, mode: 'owned' | 'workdir'): Promise<string> {
  const args = [VICTIM, box.common.stateDir, box.common.leaseDir, box.common.cwd, testTemplates(), mode, line.source];
  const victim: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(victim, 'exit');
  if (!victim.stdout) throw new Error('the victim has no output');
  const said = await text(victim.stdout);
  const [, signal] = await gone;
  expect(signal, said).toBe('SIGKILL');
  return /^record ([0-9a-f]{32})$/m.exec(said)?.[1] ?? '';
}
